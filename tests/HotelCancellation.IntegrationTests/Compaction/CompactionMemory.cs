using System.Diagnostics;
using System.Globalization;
using HotelCancellation.Bookings.Compaction;
using HotelCancellation.IntegrationTests.Support;
using HotelCancellation.Simulation;
using Xunit.Abstractions;

namespace HotelCancellation.IntegrationTests.Compaction;

/// <summary>
/// How much memory and time a compaction takes, and reading what came of it. It judges no time, so it runs only when asked for:
/// <c>COMPACTION_BENCH=1000000,2000000</c> measures so many events, one number after the other in one process.
/// </summary>
public sealed class CompactionMemory(AzuriteFixture azurite, ITestOutputHelper output) : IClassFixture<AzuriteFixture>
{
    private const int EventsPerFile = 50_000;

    [SkippableFact]
    public async Task Compact_MillionsOfEvents_TakesFlatMemory()
    {
        var given = Environment.GetEnvironmentVariable("COMPACTION_BENCH");
        Skip.If(string.IsNullOrEmpty(given), "COMPACTION_BENCH has no numbers of events.");
        var peaks = new List<long>();
        foreach (var count in given!.Split(',').Select(n => int.Parse(n, CultureInfo.InvariantCulture)))
        {
            await using var stage = new TestStage(azurite.Settings());
            await WriteAsync(stage, count);

            var summary = new CompactionSummary { Result = CompactionResult.Busy };
            peaks.Add(await MeasureAsync($"compaction of {count} events", count, async () => summary = await stage.CompactAsync()));
            summary.Added.ShouldBe(count);
            output.WriteLine(summary.ToString());
            long read = 0;
            peaks.Add(await MeasureAsync($"reading of {count} events by booking", count, async () =>
            {
                await foreach (var history in stage.Get<ColumnarEvents>().ReadAsync(null, null, default))
                {
                    read += history.Events.Count;
                }
            }));
            read.ShouldBe(count);
        }

        // It depends on the settings, not on the events.
        peaks.Max().ShouldBeLessThan(250_000_000);
    }

    private static async Task WriteAsync(TestStage stage, int count)
    {
        var stream = new BookingEventStream(new GeneratorOptions { Properties = 5, BookingsPerDay = 400, Days = 1500 }, new EventStreamOptions { LateShare = 0.1 });
        foreach (var file in stream.Events().Take(count).Chunk(EventsPerFile))
        {
            await stage.AddFinishedAsync(file);
        }
    }

    /// <returns>The most bytes that were alive in the managed heap, beyond those before.</returns>
    private async Task<long> MeasureAsync(string what, int events, Func<Task> run)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        long alive = 0;
        long workingSet = 0;
        using var end = new CancellationTokenSource();
        var sampling = Task.Run(async () =>
        {
            // A full collection now and then tells what is alive from what the collector has left lying about.
            for (var i = 0; !end.IsCancellationRequested; i++)
            {
                alive = Math.Max(alive, i % 10 == 0 ? GC.GetTotalMemory(forceFullCollection: true) - before : 0);
                workingSet = Math.Max(workingSet, Environment.WorkingSet);
                await Task.Delay(100);
            }
        });
        var clock = Stopwatch.StartNew();
        await run();
        var elapsed = clock.Elapsed;
        await end.CancelAsync();
        await sampling;
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{what}: {elapsed.TotalSeconds:F1} s, {events / elapsed.TotalSeconds:F0} a second; at most {alive / 1e6:F0} MB alive beyond the {before / 1e6:F0} MB before, working set at most {workingSet / 1e6:F0} MB"));
        return alive;
    }
}
