using HotelCancellation.Bookings;
using HotelCancellation.IntegrationTests.Compaction;
using HotelCancellation.IntegrationTests.Support;
using HotelCancellation.Simulation;

namespace HotelCancellation.IntegrationTests.Retraining;

/// <summary>Bookings that end with the last of their days, as a hotel's do, and a training of seconds that learns something from them.</summary>
internal static class RetrainingStage
{
    private static readonly DateOnly End = new(2025, 2, 20);

    public static IReadOnlyList<BookingEvent> Events { get; } =
    [
        .. new BookingEventStream(
            new GeneratorOptions { Properties = 2, BookingsPerDay = 20, From = new DateOnly(2024, 1, 1), Days = 416, HorizonDate = End, Seed = 9 },
            new EventStreamOptions { Seed = 9, ModifiedShare = 0.1, RepeatedShare = 0 }).Events(),
    ];

    public static Dictionary<string, string?> Settings(AzuriteFixture azurite) => new(QuickTraining.With(azurite.Settings()))
    {
        ["Training:Trees"] = "80",
        ["Training:LearningRate"] = "0.1",
        ["Training:MinimumRows"] = "100",
        ["Retraining:Trials"] = "1",
        ["Retraining:RetrySeconds"] = "0",
        ["Retraining:PollSeconds"] = "1",
        ["Retraining:LeaseSeconds"] = "15",
        ["Compaction:IntervalSeconds"] = "0",
        ["MonitoringRuns:IntervalSeconds"] = "0",

        // On some hundred arrivals, this is about what becomes of runs.
        ["Gate:MinRows"] = "200",
        ["Gate:LevelTolerance"] = "1",
        ["Gate:CalibrationTolerance"] = "0.5",
        ["Gate:CountTolerance"] = "1",
        ["Gate:PropertyTolerance"] = "0.5",
        ["Gate:CostTolerance"] = "1",
    };

    /// <summary>What had happened before a day.</summary>
    public static Task AddBeforeAsync(this TestStage stage, int daysBeforeEnd, int from = int.MaxValue) =>
        stage.AddFinishedAsync(Events.Where(e => e.StatusDate < End.AddDays(-daysBeforeEnd) && (from == int.MaxValue || e.StatusDate >= End.AddDays(-from))));
}
