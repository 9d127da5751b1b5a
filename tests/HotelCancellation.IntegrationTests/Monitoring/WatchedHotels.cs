using System.IO.Compression;
using HotelCancellation.Bookings;
using HotelCancellation.Bookings.Events;
using HotelCancellation.Features;
using HotelCancellation.IntegrationTests.Compaction;
using HotelCancellation.IntegrationTests.Support;
using HotelCancellation.Model;
using HotelCancellation.Monitoring.References;
using HotelCancellation.Monitoring.Reports;
using HotelCancellation.Monitoring.Runs;
using HotelCancellation.Predictions;
using HotelCancellation.Registry;
using HotelCancellation.Simulation;
using HotelCancellation.TestSupport;
using HotelCancellation.Training;
using HotelCancellation.Training.Snapshots;

namespace HotelCancellation.IntegrationTests.Monitoring;

/// <summary>Two hotels with a model trained on their history, and what is logged and sent of the days after it.</summary>
internal static class WatchedHotels
{
    /// <summary>Days that are judged together, where <see cref="Quick"/> sets them.</summary>
    public const int LongWindow = 14;

    /// <summary>Days after its arrival that a booking's outcome is waited for, where <see cref="Quick"/> sets them.</summary>
    public const int MatureDays = 3;

    /// <summary>The model knows what happened before this day.</summary>
    public static DateOnly Cut { get; } = new(2026, 5, 1);

    public static IReadOnlyList<BookingHistory> Histories { get; } = AsOfModels.HistoriesOf(new BookingEventStream(
        new GeneratorOptions { Properties = 2, BookingsPerDay = 12, From = Cut.AddDays(-240), Days = 290, HorizonDate = Cut.AddDays(49), Seed = 5 },
        new EventStreamOptions { Seed = 5, RepeatedShare = 0 }).Events());

    private static Lazy<TrainingResult> Trained { get; } = new(() => new AsOfModelTrainer(
        new TrainingOptions { Trees = 20, HazardTrees = 10, HazardLeaves = 15, MaturedTrees = 10, Leaves = 15, MinimumRows = 100, SnapshotStepDays = 30, Threads = 2 }, TimeProvider.System).Train(
            AsOfModels.HistoriesOf(EventsOf(DateOnly.MinValue, Cut.AddDays(-1))), null, default));

    public static BundleDraft Draft() => TestModels.Draft(model: Trained.Value.Model) with { Reference = ReferenceFitter.Fit(Trained.Value)!.ToBytes() };

    /// <summary>Events of some days.</summary>
    public static IEnumerable<BookingEvent> EventsOf(DateOnly from, DateOnly to) => Histories.SelectMany(h => h.Events.Select(e => e.Event)).Where(e => e.StatusDate >= from && e.StatusDate <= to);

    /// <summary>The bookings made on some days, as they were made.</summary>
    public static IReadOnlyList<Booking> Made(DateOnly from, DateOnly to) => [.. Histories.Select(h => h.Events[0].Event.Booking).Where(b => b.BookedOn >= from && b.BookedOn <= to)];

    /// <summary>Registers the model as champion.</summary>
    public static async Task<ModelVersion> PromoteAsync(this TestStage stage)
    {
        var manifest = await stage.Registry.RegisterAsync(Draft(), default);
        (await stage.Registry.MoveAliasAsync(ModelAlias.Champion, manifest.Version, null, "test", "test", default)).Succeeded.ShouldBeTrue();
        return manifest.Version;
    }

    /// <summary>Shorter windows than as delivered, so that few days are enough.</summary>
    public static Dictionary<string, string?> Quick(Dictionary<string, string?> settings)
    {
        settings["Monitoring:MinOutcomes"] = "50";
        settings["Monitoring:LongWindowDays"] = $"{LongWindow}";
        settings["Monitoring:MatureDays"] = $"{MatureDays}";
        settings["Monitoring:ConceptDays"] = "20";
        return settings;
    }

    /// <summary>Keeps a report as a run does.</summary>
    public static async Task KeepAsync(this TestStage stage, MonitoringReport report)
    {
        var store = stage.Get<BlobMonitoring>();
        var (index, tag) = await store.IndexAsync(default);
        await store.WriteReportAsync(report, "<!doctype html>", default);
        var entry = new ReportEntry(report.Day, report.ModelVersion, stage.Time.GetUtcNow(), [.. report.Findings.Select(f => f.Key)], null);
        (await store.TryMoveAsync(index.With(entry, DateOnly.MinValue), tag, default)).ShouldBeTrue();
    }

    /// <summary>
    /// Sends the events of some days and logs what is predicted of their new bookings, most of them twice on the day and once more on the next with another probability; then the
    /// day after the last has come, and the log is compacted.
    /// </summary>
    /// <param name="stage">The stage.</param>
    /// <param name="version">The version that predicts.</param>
    /// <param name="from">The first day.</param>
    /// <param name="to">The last day.</param>
    /// <param name="feed">What the feed makes of each booking.</param>
    /// <param name="latency">How long every prediction took, where it is to be the same.</param>
    /// <param name="failures">Requests that failed on each day.</param>
    public static async Task LiveAsync(
        this TestStage stage, ModelVersion version, DateOnly from, DateOnly to, Func<Booking, Booking>? feed = null, TimeSpan? latency = null, int failures = 0)
    {
        await stage.AddFinishedAsync(EventsOf(from == Cut ? DateOnly.MinValue : from, to));
        var model = Trained.Value.Model;
        var records = new List<PredictionRecord>();
        foreach (var (booking, i) in Made(from, to).Select((b, i) => (feed?.Invoke(b) ?? b, i)))
        {
            var row = new float[model.Encoder.Width];
            var probability = model.Probability(new BookingAt(booking, booking.BookedOn), row);
            var at = new DateTimeOffset(booking.BookedOn, new TimeOnly(9, 0), TimeSpan.Zero).AddMilliseconds(i);
            var first = TestSupport.Records.Of(booking, at, i) with { AsOf = booking.BookedOn, Features = row, Probability = probability, ModelVersion = version, Latency = latency ?? TimeSpan.FromMilliseconds(5 + (i % 10)) };
            records.Add(first);
            if (i % 4 != 0)
            {
                records.Add(first with { Id = PredictionId.New(at.AddHours(3), 1), Probability = 1 - probability });
                records.Add(first with { Id = PredictionId.New(at.AddDays(1), 1), AsOf = booking.BookedOn.AddDays(booking.LeadTimeDays > 0 ? 1 : 0), Probability = 1 - probability });
            }
        }

        var files = stage.Get<BlobPredictionFiles>();
        foreach (var day in records.GroupBy(r => DateOnly.FromDateTime(r.Id.Time.UtcDateTime)).Where(g => g.Key <= to).OrderBy(g => g.Key))
        {
            var writer = new RecordBlockWriter(CompressionLevel.NoCompression);
            foreach (var record in day)
            {
                writer.Add(record);
            }

            writer.Fail(failures, day.Max(r => r.Id.Milliseconds));
            await files.AppendAsync(day.Key, day.Min(r => r.Id.Milliseconds), writer.Finish(0), default);
        }

        stage.Time.SetUtcNow(new DateTimeOffset(to.AddDays(1), new TimeOnly(1, 0), TimeSpan.Zero));
        await stage.Get<PredictionCompaction>().RunAsync(default);
    }
}
