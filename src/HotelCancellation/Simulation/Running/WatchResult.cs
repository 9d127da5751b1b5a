using HotelCancellation.Monitoring.Reports;
using HotelCancellation.Monitoring.Triggers;

namespace HotelCancellation.Simulation.Running;

/// <summary>A training that was asked for, counted when it began to be asked for.</summary>
/// <param name="Day">The day, counted from the first that is watched.</param>
/// <param name="Date">The same in the calendar.</param>
/// <param name="Causes">Why.</param>
/// <param name="Findings">What asks anew.</param>
/// <param name="Outcome">What came of it.</param>
/// <param name="Reason">Why that came of it.</param>
/// <param name="Details">What was found.</param>
public sealed record WatchTrigger(int Day, DateOnly Date, IReadOnlyList<TriggerCause> Causes, IReadOnlyList<string> Findings, TriggerOutcome Outcome, string Reason, IReadOnlyList<string> Details);

/// <summary>Trouble with the data that was named, on the first day it was.</summary>
/// <param name="Day">The day, counted from the first that is watched.</param>
/// <param name="Date">The same in the calendar.</param>
/// <param name="Property">The hotel; null for all together.</param>
/// <param name="Reasons">What is wrong.</param>
public sealed record WatchAlarm(int Day, DateOnly Date, string? Property, IReadOnlyList<string> Reasons);

/// <summary>What monitoring did in a simulation.</summary>
public sealed record WatchResult
{
    /// <summary>What was asked for.</summary>
    public required WatchOptions Options { get; init; }

    /// <summary>Trainings that were asked for by drift or performance, before cool-down and budget, each when it began to be asked for.</summary>
    public required IReadOnlyList<WatchTrigger> Triggers { get; init; }

    /// <summary>Trouble with the data.</summary>
    public required IReadOnlyList<WatchAlarm> DataAlarms { get; init; }

    /// <summary>The last report of each group.</summary>
    public required IReadOnlyList<MonitoringReport> LastReports { get; init; }

    /// <summary>Days on which a training was asked for, each group's counted, those on which it went on being asked for among them.</summary>
    public required int TriggerDays { get; init; }

    /// <summary>Bookings predicted.</summary>
    public required long Predicted { get; init; }

    /// <summary>Events refused by validation.</summary>
    public required long Refused { get; init; }

    /// <summary>Triggers of days before the change; all of them where nothing changes.</summary>
    public IEnumerable<WatchTrigger> False => Triggers.Where(t => Options.Drift is null || t.Day < Options.Onset);

    /// <summary>Days from the change to the day that named it, 0 for the same day; null where it was not found, or nothing changed. A broken feed is named by a data alarm.</summary>
    public int? DetectionDelayDays => Options.Drift switch
    {
        null => null,
        DriftKind.Feed => DataAlarms.Where(a => a.Day >= Options.Onset).Select(a => (int?)(a.Day - Options.Onset)).Min(),
        _ => Triggers.Where(t => t.Day >= Options.Onset && t.Outcome != TriggerOutcome.DataTrouble).Select(t => (int?)(t.Day - Options.Onset)).Min(),
    };

    /// <summary>False triggers for each hotel and year watched without a change.</summary>
    public double FalsePerPropertyYear => False.Sum(t => t.Findings.Count) / (Options.BookingsPerDay.Count * Math.Max(1, Options.Drift is null ? Options.Days : Options.Onset) / 365.0);
}
