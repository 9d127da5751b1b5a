namespace HotelCancellation.Validation;

/// <summary>How often a rule was broken, by field.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Field">The field, or empty where the whole row is meant.</param>
/// <param name="Severity">Whether the rows were rejected for it, or only warned of.</param>
/// <param name="Rows">How often.</param>
public sealed record RuleCount(string Rule, string Field, Severity Severity, long Rows);

/// <summary>What a validation run found.</summary>
public sealed record ValidationSummary
{
    /// <summary>The run.</summary>
    public required string RunId { get; init; }

    /// <summary>Rows read.</summary>
    public required long Read { get; init; }

    /// <summary>Rows accepted, those with warnings among them.</summary>
    public required long Accepted { get; init; }

    /// <summary>Rows accepted with a warning.</summary>
    public required long Warned { get; init; }

    /// <summary>Rows rejected.</summary>
    public required long Rejected { get; init; }

    /// <summary>By rule and field, the most frequent first.</summary>
    public required IReadOnlyList<RuleCount> Rules { get; init; }

    /// <summary>Where the rejected rows are; null when there are none, or none were kept.</summary>
    public string? Quarantine { get; init; }

    /// <summary>Why nothing may be trained on these rows; null when it may.</summary>
    public string? StopReason { get; init; }

    /// <summary>Whether the run stops before training.</summary>
    public bool Stopped => StopReason is not null;

    /// <summary>The share of rejected rows, 0 to 1; 0 without rows.</summary>
    public double RejectedShare => Read == 0 ? 0 : (double)Rejected / Read;
}
