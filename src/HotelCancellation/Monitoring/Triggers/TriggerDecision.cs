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
}

/// <summary>What the policy remembers from day to day. JSON.</summary>
public sealed record TriggerState
{
    /// <summary>Nothing yet.</summary>
    public static TriggerState Empty { get; } = new();

    /// <summary>The day from which the schedule counts: of the last training, or of the first decision.</summary>
    public DateOnly? ScheduledFrom { get; init; }

    /// <summary>Days of trainings that were triggered within the last weeks, ascending.</summary>
    public IReadOnlyList<DateOnly> Trainings { get; init; } = [];

    /// <summary>Findings that asked the last time.</summary>
    public IReadOnlyList<string> Standing { get; init; } = [];
}
