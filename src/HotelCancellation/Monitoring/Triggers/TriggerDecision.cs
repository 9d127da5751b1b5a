namespace HotelCancellation.Monitoring.Triggers;

/// <summary>Why a training is asked for.</summary>
public enum TriggerCause
{
    /// <summary>The schedule.</summary>
    Schedule,

    /// <summary>The bookings or the guests have changed.</summary>
    Drift,

    /// <summary>The model is worse than it was.</summary>
    Performance,

    /// <summary>Somebody.</summary>
    Manual,
}

/// <summary>What came of it.</summary>
public enum TriggerOutcome
{
    /// <summary>Nothing asks for a training.</summary>
    NotAsked,

    /// <summary>A training is to run.</summary>
    Train,

    /// <summary>Not while there is trouble with the data.</summary>
    DataTrouble,

    /// <summary>Not so soon after the last one.</summary>
    CoolDown,

    /// <summary>Not before more outcomes are known.</summary>
    TooFewLabels,

    /// <summary>Not more this week.</summary>
    BudgetSpent,
}

/// <summary>Whether to train on a day, and why or why not.</summary>
public sealed record TriggerDecision
{
    /// <summary>The day.</summary>
    public required DateOnly Day { get; init; }

    /// <summary>What came of it.</summary>
    public required TriggerOutcome Outcome { get; init; }

    /// <summary>Why a training was asked for; empty where it was not.</summary>
    public required IReadOnlyList<TriggerCause> Causes { get; init; }

    /// <summary>The findings that ask.</summary>
    public required IReadOnlyList<string> Findings { get; init; }

    /// <summary>Those of them that did not ask the last time: what is counted where false triggers are.</summary>
    public required IReadOnlyList<string> NewFindings { get; init; }

    /// <summary>Who asked, where somebody did.</summary>
    public string? By { get; init; }

    /// <summary>Why they asked, in their words.</summary>
    public string? Note { get; init; }

    /// <summary>The hotels that they asked for; null for all.</summary>
    public string? PropertyGroup { get; init; }

    /// <summary>When they asked; null for the decision that each day has.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>The day of the report by which the health of the data was judged, where it is another one.</summary>
    public DateOnly? ReportDay { get; init; }

    /// <summary>The reason, in a sentence.</summary>
    public required string Reason { get; init; }
}

/// <summary>What a decision depends on.</summary>
public sealed record TriggerQuestion
{
    /// <summary>The day.</summary>
    public required DateOnly Day { get; init; }

    /// <summary>What the day's report found.</summary>
    public required IReadOnlyList<Reports.Finding> Findings { get; init; }

    /// <summary>Outcomes that have matured since the champion's training.</summary>
    public required long NewLabels { get; init; }

    /// <summary>Who asks for a training by hand; null where nobody does.</summary>
    public string? ManualBy { get; init; }

    /// <summary>Why they ask.</summary>
    public string? ManualNote { get; init; }
}

/// <summary>What the policy remembers from day to day. JSON.</summary>
public sealed record TriggerState
{
    /// <summary>How many days a training is remembered.</summary>
    public const int RememberedDays = 60;

    /// <summary>Nothing yet.</summary>
    public static TriggerState Empty { get; } = new();

    /// <summary>The day from which the schedule counts: of the last training, or of the first decision.</summary>
    public DateOnly? ScheduledFrom { get; init; }

    /// <summary>Days of trainings that were triggered within the last weeks, ascending.</summary>
    public IReadOnlyList<DateOnly> Trainings { get; init; } = [];

    /// <summary>Findings that asked the last time.</summary>
    public IReadOnlyList<string> Standing { get; init; } = [];

    /// <summary>
    /// What is remembered after some decisions, in whatever order they were made: a person may ask before the day before has been judged. Findings stand by the decisions of days alone.
    /// </summary>
    /// <param name="decisions">Those of the last <see cref="RememberedDays"/>, each with what was remembered after it; the latest day first.</param>
    public static TriggerState After(IReadOnlyList<(TriggerDecision Decision, TriggerState State)> decisions)
    {
        ArgumentNullException.ThrowIfNull(decisions);
        return new TriggerState
        {
            ScheduledFrom = decisions.Max(d => d.State.ScheduledFrom),
            Trainings = [.. decisions.Where(d => d.Decision.Outcome == TriggerOutcome.Train).Select(d => d.Decision.Day).Order()],
            Standing = decisions.FirstOrDefault(d => d.Decision.By is null).State?.Standing ?? [],
        };
    }
}
