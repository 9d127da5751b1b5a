using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using HotelCancellation.Bookings;
using HotelCancellation.Bookings.Compaction;
using HotelCancellation.Bookings.Events;
using HotelCancellation.Bookings.Ingest;
using HotelCancellation.Bookings.Writing;
using HotelCancellation.IntegrationTests.Compaction;
using HotelCancellation.IntegrationTests.Support;
using HotelCancellation.Predictions;
using HotelCancellation.Simulation;
using HotelCancellation.TestSupport;
using Xunit.Abstractions;

namespace HotelCancellation.IntegrationTests.Predictions;

/// <summary>
/// What the log costs. It judges no time unless asked to, so it runs only when asked for: <c>PREDICTIONS_BENCH=2000000</c> joins so many predictions with
/// outcomes; the format is measured beside it.
/// </summary>
public sealed class PredictionMeasurements(AzuriteFixture azurite, ITestOutputHelper output) : IClassFixture<AzuriteFixture>
{
    private const int Days = 30;
    private static readonly DateTimeOffset From = new(2026, 4, 1, 0, 0, 0, TimeSpan.Zero);
    private static int Records => int.TryParse(Environment.GetEnvironmentVariable("PREDICTIONS_BENCH"), NumberStyles.None, CultureInfo.InvariantCulture, out var records) ? records : 0;

    [SkippableFact]
    public async Task Format_SizeAndTimePerRecord()
    {
        Skip.If(Records == 0, "PREDICTIONS_BENCH has no number of records.");
        var records = Real(20_000, 50).ToList();
        for (var i = 0; i < 3; i++)
        {
            Report("NDJSON", () => Json(records).Length);
            Report("NDJSON, deflated", () => Deflated(Json(records)));
            Report("binary", () => Blocks(records, CompressionLevel.NoCompression));
            Report("binary, deflated", () => Blocks(records, CompressionLevel.Fastest));
            using var stream = new MemoryStream();
            var clock = Stopwatch.StartNew();
            foreach (var some in records.Chunk(2_000))
            {
                await RecordColumns.WriteAsync(stream, 50, some.ToAsyncEnumerable(), default);
            }

            Say("Parquet of 2,000 each", clock.Elapsed, stream.Length);
        }

        void Report(string what, Func<long> write)
        {
            var clock = Stopwatch.StartNew();
            var bytes = write();
            Say(what, clock.Elapsed, bytes);
        }

        void Say(string what, TimeSpan elapsed, long bytes) => output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{what}: {(double)bytes / records.Count:F0} bytes and {elapsed.TotalMicroseconds / records.Count:F2} microseconds a record"));
    }

    [SkippableFact]
    public async Task Join_ManyPredictions_TakesFlatMemory()
    {
        Skip.If(Records == 0, "PREDICTIONS_BENCH has no number of records.");
        await using var stage = new TestStage(azurite.Settings());
        var bookings = Real(Records / 5, 30).Select(r => r.Booking).ToList();
        var clock = Stopwatch.StartNew();
        foreach (var some in bookings.Chunk(25_000))
        {
            await stage.Get<BlobInbox>().AppendAsync(
                some.SelectMany((b, i) => new[] { new BookingEvent(b, BookingStatus.Booked, b.BookedOn) }.Concat(i % 3 == 0 ? [new BookingEvent(b, BookingStatus.Cancelled, b.BookedOn)] : []))
                    .Select(KeyedEvent.Of), default);
            await stage.Get<BlobInbox>().RetireAsync(default);
        }

        await stage.CompactAsync();
        var log = stage.Get<BlobPredictionFiles>();
        var template = Real(1, 30).First();
        for (var day = 0; day < Days; day++)
        {
            var writer = new RecordBlockWriter(CompressionLevel.Fastest);
            var count = Records / Days;
            for (var i = 0; i < count; i++)
            {
                var at = From.AddDays(day).AddMilliseconds(86_000_000L * i / count);
                writer.Add(template with { Id = PredictionId.New(at, 1), Booking = bookings[(int)(((long)day * count + i) * 7919 % bookings.Count)], Probability = i / (double)count });
                if (writer.Count == 2_000 || i + 1 == count)
                {
                    await log.AppendAsync(DateOnly.FromDateTime(at.UtcDateTime), at.ToUnixTimeMilliseconds(), writer.Finish(0), default);
                }
            }
        }

        output.WriteLine($"written after {clock.Elapsed.TotalSeconds:F0} s");
        bookings.Clear();
        clock.Restart();
        stage.Time.SetUtcNow(From.AddDays(Days + 1));
        var summary = await stage.Get<PredictionCompaction>().RunAsync(default);
        output.WriteLine($"{summary} in {clock.Elapsed.TotalSeconds:F1} s");
        GC.Collect();
        var before = Environment.WorkingSet;
        long peak = 0;
        long alive = 0;
        using var end = new CancellationTokenSource();
        var sampling = Task.Run(async () =>
        {
            for (var i = 0; !end.IsCancellationRequested; i++)
            {
                peak = Math.Max(peak, Environment.WorkingSet);
                alive = Math.Max(alive, i % 20 == 10 ? GC.GetTotalMemory(forceFullCollection: true) : 0);
                await Task.Delay(100);
            }
        });
        var processor = Process.GetCurrentProcess().TotalProcessorTime;
        clock.Restart();
        long joined = 0;
        long cancelled = 0;
        await foreach (var each in stage.Get<PredictionOutcomes>().ReadAsync(new DateOnly(2026, 4, 1), new DateOnly(2026, 4, 30), null, null, RecordParts.Answer, default))
        {
            joined++;
            cancelled += each.Outcome?.IsCancellation == true ? 1 : 0;
        }

        var elapsed = clock.Elapsed;
        await end.CancelAsync();
        await sampling;
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{joined} joined, {cancelled} cancelled, in {elapsed.TotalSeconds:F1} s ({(Process.GetCurrentProcess().TotalProcessorTime - processor).TotalSeconds:F1} s of processor); working set {before / 1e6:F0} to {peak / 1e6:F0} MB, alive {alive / 1e6:F0} MB"));
        await AloneAsync("predictions alone", stage.Get<LoggedPredictions>().ReadAsync(new DateOnly(2026, 4, 1), new DateOnly(2026, 4, 30), null, RecordParts.Answer, default));
        await AloneAsync("events alone", stage.Get<ColumnarEvents>().ReadAsync(null, null, default));
        joined.ShouldBe(Records / Days * Days);
        cancelled.ShouldBeGreaterThan(joined / 4);
    }

    /// <summary>What one side of the join takes by itself: together what it would take one after the other.</summary>
    private async Task AloneAsync<T>(string what, IAsyncEnumerable<T> elements)
    {
        var (clock, processor) = (Stopwatch.StartNew(), Process.GetCurrentProcess().TotalProcessorTime);
        var count = await elements.CountAsync();
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{what}: {count} in {clock.Elapsed.TotalSeconds:F1} s ({(Process.GetCurrentProcess().TotalProcessorTime - processor).TotalSeconds:F1} s of processor)"));
    }

    /// <summary>Records of generated bookings, with features as models have them.</summary>
    private static IEnumerable<PredictionRecord> Real(int count, int width) =>
        new BookingGenerator(new GeneratorOptions { Properties = 20, BookingsPerDay = 400, Days = Math.Max(60, count / 4_000) }).Events().Take(count)
            .Select((e, i) => TestSupport.Records.Of(e.Booking, From.AddMilliseconds(i), i, width) with { ModelVersion = new Model.ModelVersion("m-0123456789ab") });

    private static byte[] Json(List<PredictionRecord> records)
    {
        using var stream = new MemoryStream();
        using var json = new Utf8JsonWriter(stream);
        foreach (var r in records)
        {
            json.WriteStartObject();
            json.WriteString("predictionId", r.Id.Value);
            json.WriteString("at", r.At);
            json.WritePropertyName("booking");
            BookingJsonWriter.Write(json, new BookingEvent(r.Booking, BookingStatus.Booked, r.Booking.BookedOn));
            json.WriteNumber("probability", r.Probability);
            json.WriteNumber("threshold", r.Threshold);
            json.WriteString("modelVersion", r.ModelVersion.Value);
            json.WriteString("route", r.Route.ToText());
            json.WriteNumber("latency", r.Latency.TotalMicroseconds);
            json.WriteStartArray("features");
            foreach (var feature in r.Features)
            {
                json.WriteNumberValue(feature);
            }

            json.WriteEndArray();
            json.WriteEndObject();
            json.Flush();
            json.Reset();
            stream.WriteByte((byte)'\n');
        }

        return stream.ToArray();
    }

    private static long Deflated(byte[] bytes)
    {
        using var stream = new MemoryStream();
        using (var zlib = new ZLibStream(stream, CompressionLevel.Fastest, leaveOpen: true))
        {
            zlib.Write(bytes);
        }

        return stream.Length;
    }

    private static long Blocks(List<PredictionRecord> records, CompressionLevel level)
    {
        var writer = new RecordBlockWriter(level);
        long bytes = 0;
        foreach (var some in records.Chunk(2_000))
        {
            Array.ForEach(some, writer.Add);
            bytes += writer.Finish(0).Length;
        }

        return bytes;
    }
}
