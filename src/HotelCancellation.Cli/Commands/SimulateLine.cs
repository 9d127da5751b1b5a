using HotelCancellation.Simulation.Running;

namespace HotelCancellation.Cli.Commands;

/// <summary>What <c>hotelcancel simulate --json</c> writes.</summary>
internal sealed record SimulateLine
{
    public required int Days { get; init; }

    public required string Drift { get; init; }

    public int? Onset { get; init; }

    public double? Size { get; init; }

    public required int Properties { get; init; }

    public required IReadOnlyList<double> BookingsPerDay { get; init; }

    public required int HistoryDays { get; init; }

    public required long Seed { get; init; }

    /// <summary>Written as null where the change was not found: whoever reads it must not have to guess.</summary>
    [System.Text.Json.Serialization.JsonIgnore(Condition = System.Text.Json.Serialization.JsonIgnoreCondition.Never)]
    public int? DetectionDelayDays { get; init; }

    public required int TriggersBeforeOnset { get; init; }

    public required double FalseTriggersPerPropertyYear { get; init; }

    public required int TriggerDays { get; init; }

    public required IReadOnlyList<WatchTrigger> Triggers { get; init; }

    public required IReadOnlyList<WatchAlarm> DataAlarms { get; init; }

    public required long Predictions { get; init; }

    public required long Refused { get; init; }

    public required double Seconds { get; init; }

    public static SimulateLine Of(WatchResult result, string drift, double seconds)
    {
        var options = result.Options;
        return new SimulateLine
        {
            Days = options.Days,
            Drift = drift,
            Onset = options.Drift is null ? null : options.Onset,
            Size = options.Size,
            Properties = options.BookingsPerDay.Count,
            BookingsPerDay = options.BookingsPerDay,
            HistoryDays = options.HistoryDays,
            Seed = options.Seed,
            DetectionDelayDays = result.DetectionDelayDays,
            TriggersBeforeOnset = result.False.Sum(t => t.Findings.Count),
            FalseTriggersPerPropertyYear = result.FalsePerPropertyYear,
            TriggerDays = result.TriggerDays,
            Triggers = result.Triggers,
            DataAlarms = result.DataAlarms,
            Predictions = result.Predicted,
            Refused = result.Refused,
            Seconds = seconds,
        };
    }
}
