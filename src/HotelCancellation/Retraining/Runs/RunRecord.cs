namespace HotelCancellation.Retraining.Runs;

/// <summary>Which workflow a run is of.</summary>
public enum RunKind
{
    /// <summary>Trains a challenger and judges it.</summary>
    Retraining,

    /// <summary>Lets a challenger in.</summary>
    Rollout,
}

/// <summary>Where a run is.</summary>
public enum RunStatus
{
    /// <summary>Nothing of it has been done yet.</summary>
    Waiting,

    /// <summary>A step is being done, or is to be done next.</summary>
    Running,

    /// <summary>It waits for a time or for somebody's word.</summary>
    Suspended,

    /// <summary>It is over; see its outcome.</summary>
    Ended,
}

/// <summary>How a run ended.</summary>
public enum RunOutcome
{
    /// <summary>A challenger passed the gate, and its rollout has begun.</summary>
    Staged,

    /// <summary>The challenger did not pass, or the data were not fit to be learned from.</summary>
    Rejected,

    /// <summary>The challenger is the champion.</summary>
    Promoted,

    /// <summary>The challenger was the champion and was taken back.</summary>
    RolledBack,

    /// <summary>Somebody rejected it, or nobody spoke in time.</summary>
    Declined,

    /// <summary>The champion is another one than the challenger was compared with, or a newer challenger has come.</summary>
    Superseded,

    /// <summary>Somebody ended it.</summary>
    Cancelled,

    /// <summary>A step failed time and again.</summary>
    Failed,

    /// <summary>It was begun by a program whose workflow this one does not know, or another run is in its place.</summary>
    Refused,
}

/// <summary>A run of a workflow, as the table has it. Changed by ETag alone.</summary>
public sealed record RunRecord
{
    /// <summary>The run: 1 to 60 letters, digits and '-'.</summary>
    public required string Id { get; init; }

    /// <summary>Which workflow.</summary>
    public required RunKind Kind { get; init; }

    /// <summary>The version of the workflow that it was begun with.</summary>
    public required int WorkflowVersion { get; init; }

    /// <summary>The group of properties, of which one run of a kind is under way at a time.</summary>
    public required string Group { get; init; }

    /// <summary>Where it is.</summary>
    public RunStatus Status { get; init; }

    /// <summary>How it ended; null while it has not.</summary>
    public RunOutcome? Outcome { get; init; }

    /// <summary>The same in a sentence, or what it waits for.</summary>
    public string? Statement { get; init; }

    /// <summary>The step that it is at, or the last one.</summary>
    public string? Step { get; init; }

    /// <summary>When it was asked for, UTC.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>When something of it was last done or known to be under way, UTC.</summary>
    public required DateTimeOffset Updated { get; init; }

    /// <summary>When it ended, UTC.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Until when nothing is to be done unless somebody speaks, UTC; null while something is.</summary>
    public DateTimeOffset? WakeAt { get; init; }

    /// <summary>Who asked for it.</summary>
    public required string By { get; init; }

    /// <summary>Why.</summary>
    public required string Reason { get; init; }

    /// <summary>Its input, JSON.</summary>
    public required string Input { get; init; }

    /// <summary>Who wants it to end; null where nobody does.</summary>
    public string? CancelledBy { get; init; }

    /// <summary>Why.</summary>
    public string? CancelReason { get; init; }

    /// <summary>The run that began it; null where it was asked for.</summary>
    public string? Parent { get; init; }

    /// <summary>The version that it has made or lets in; null where there is none yet.</summary>
    public string? ModelVersion { get; init; }

    /// <summary>How often a process has begun to work at it.</summary>
    public int Pickups { get; init; }

    /// <summary>Changes with every change of the row.</summary>
    public string Tag { get; init; } = "";

    /// <summary>Whether it is over.</summary>
    public bool IsEnded => Status == RunStatus.Ended;
}
