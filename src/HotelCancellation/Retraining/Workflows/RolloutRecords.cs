namespace HotelCancellation.Retraining.Workflows;

/// <summary>What a rollout begins with.</summary>
public sealed record RolloutInput
{
    /// <summary>The version of the workflow that it was begun with.</summary>
    public required int WorkflowVersion { get; init; }

    /// <summary>The version to be let in.</summary>
    public required string Challenger { get; init; }

    /// <summary>The version that it was compared with; null for a first model.</summary>
    public string? Champion { get; init; }

    /// <summary>The champion's alias when it was compared; only if nobody has moved it since is it moved.</summary>
    public required string ChampionTag { get; init; }

    /// <summary>Whether it passed the gate; otherwise somebody must override that.</summary>
    public required bool Passed { get; init; }

    /// <summary>The verdict in a sentence.</summary>
    public required string Verdict { get; init; }

    /// <summary>Whether somebody must agree.</summary>
    public required bool RequireApproval { get; init; }

    /// <summary>How long somebody's word is waited for.</summary>
    public required double ApprovalHours { get; init; }

    /// <summary>Whether silence is consent.</summary>
    public required bool ApprovedBySilence { get; init; }

    /// <summary>How long errors and latency are watched after the promotion.</summary>
    public required double WatchMinutes { get; init; }

    /// <summary>How often.</summary>
    public required double WatchEveryMinutes { get; init; }
}

/// <summary>Somebody's word about a rollout.</summary>
/// <param name="Kind">What they say.</param>
/// <param name="By">Who.</param>
/// <param name="Note">Why.</param>
public sealed record RolloutWord(RolloutWordKind Kind, string By, string Note);

/// <summary>What somebody says about a rollout.</summary>
public enum RolloutWordKind
{
    /// <summary>Let it in.</summary>
    Approve,

    /// <summary>Do not.</summary>
    Reject,

    /// <summary>Let it in although the gate has refused it.</summary>
    Override,

    /// <summary>End the rollout, and take it back if it is in already.</summary>
    Abort,

    /// <summary>A newer challenger has come.</summary>
    Supersede,
}

/// <summary>Asks for the champion's alias.</summary>
/// <param name="Challenger">The version to be let in.</param>
/// <param name="ChampionTag">The alias as it must be.</param>
/// <param name="Reason">Why, for its history.</param>
public sealed record PromoteInput(string Challenger, string ChampionTag, string Reason);

/// <summary>How the promotion ended.</summary>
/// <param name="Promoted">Whether the challenger was made the champion by this rollout.</param>
/// <param name="Statement">The same in a sentence.</param>
public sealed record PromotedModel(bool Promoted, string Statement);

/// <summary>Asks how the champion does.</summary>
/// <param name="Version">The version.</param>
/// <param name="Since">Since when, UTC.</param>
public sealed record WatchInput(string Version, DateTimeOffset Since);

/// <summary>How the champion does.</summary>
/// <param name="Trouble">Why it is to be taken back; null where it is not.</param>
/// <param name="Predictions">Predictions looked at.</param>
/// <param name="ErrorRate">The share of them that failed; null without any.</param>
/// <param name="P99Milliseconds">The time within which 99 of 100 were answered; null without any.</param>
public sealed record WatchFindings(string? Trouble, long Predictions, double? ErrorRate, double? P99Milliseconds);

/// <summary>Asks for the champion's alias to be moved back.</summary>
/// <param name="Version">The version to be taken back, if it is the champion still.</param>
/// <param name="Reason">Why, for its history.</param>
public sealed record RollBackInput(string Version, string Reason);

/// <summary>How that ended.</summary>
/// <param name="RolledBack">Whether the version was taken back by this rollout.</param>
/// <param name="Statement">The same in a sentence.</param>
public sealed record RolledBackModel(bool RolledBack, string Statement);
