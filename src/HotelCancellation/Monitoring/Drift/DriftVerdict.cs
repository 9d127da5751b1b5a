namespace HotelCancellation.Monitoring.Drift;

/// <summary>What is said of a column.</summary>
public enum DriftState
{
    /// <summary>Too few rows to say anything.</summary>
    TooFewRows,

    /// <summary>No change that chance does not make.</summary>
    Stable,

    /// <summary>A change that is none of chance, and smaller than the threshold.</summary>
    Moved,

    /// <summary>A change that is none of chance, and larger than the threshold.</summary>
    Drifted,
}

/// <summary>Trouble with the data, as against change in the world.</summary>
public enum DataTrouble
{
    /// <summary>More values are missing than were. Training on them would teach the fault.</summary>
    Missing,

    /// <summary>More values are of categories that the reference has not. A new agent, or a feed that spells old ones in another way; so it may be drift, too.</summary>
    NewCategories,
}

/// <summary>A share that may have changed.</summary>
/// <param name="Now">In what is judged, 0 to 1.</param>
/// <param name="Then">In the reference, 0 to 1.</param>
public readonly record struct ShareChange(double Now, double Then);

/// <summary>How a column differs from one reference.</summary>
public sealed record Difference
{
    /// <summary>The population stability index over all parts, missing and unseen among them: what is commonly quoted.</summary>
    public required double Psi { get; init; }

    /// <summary>The index that is judged: small parts joined, and missing values only where they mean something.</summary>
    public required double JudgedPsi { get; init; }

    /// <summary>What chance alone exceeds in one of a thousand judgements (<see cref="MonitoringOptions.Alpha"/>) of one column.</summary>
    public required double Critical { get; init; }

    /// <summary>The chance of so large a change where nothing has changed, before correction: <see cref="Statistics.StabilityIndex.SafePValue"/>.</summary>
    public required double PValue { get; init; }

    /// <summary>The Jensen-Shannon distance over all parts, 0 to 1.</summary>
    public required double JensenShannon { get; init; }

    /// <summary>The Wasserstein-1 distance in the column's unit; null for categories.</summary>
    public double? Wasserstein { get; init; }

    /// <summary>The most that <see cref="Wasserstein"/> can be off.</summary>
    public double? WassersteinMaxError { get; init; }

    /// <summary>The part whose share has changed most, in words.</summary>
    public required string LargestChange { get; init; }
}

/// <summary>What is said of a column.</summary>
public sealed record ColumnVerdict
{
    /// <summary>The column.</summary>
    public required string Name { get; init; }

    /// <summary>What is said of it.</summary>
    public required DriftState State { get; init; }

    /// <summary>Trouble with its data.</summary>
    public required IReadOnlyList<DataTrouble> Troubles { get; init; }

    /// <summary>Rows that were judged.</summary>
    public required long Rows { get; init; }

    /// <summary>Share of missing values now, and in the reference.</summary>
    public required ShareChange MissingShare { get; init; }

    /// <summary>Share of categories that the reference has not now, and as it is to be expected.</summary>
    public required ShareChange UnseenShare { get; init; }

    /// <summary>The chance of such a change from both references where nothing has changed, corrected for the number of columns.</summary>
    public required double AdjustedPValue { get; init; }

    /// <summary>Against the training data; null where there are too few rows.</summary>
    public Difference? FromReference { get; init; }

    /// <summary>Against the same season of last year; null where there is none, or too little of it.</summary>
    public Difference? FromSeason { get; init; }

    /// <summary>Its share of the importance of all columns.</summary>
    public required double ImportanceShare { get; init; }

    /// <summary>For a column that drifted or moved its index as a multiple of the threshold, times <see cref="ImportanceShare"/>; 0 for others.</summary>
    public required double Severity { get; init; }

    /// <summary>Why, in sentences.</summary>
    public required IReadOnlyList<string> Reasons { get; init; }
}

/// <summary>What is said of all columns together.</summary>
public sealed record DriftVerdict
{
    /// <summary>
    /// Whether a column has drifted that the model cares for (<see cref="MonitoringOptions.MinImportance"/>), or several have moved by half of
    /// the threshold (<see cref="MonitoringOptions.AgreeingColumns"/>).
    /// </summary>
    public required bool IsDrift { get; init; }

    /// <summary>Whether a feed is broken: more values are missing than were. Whatever this is, training does not mend it.</summary>
    public required bool IsFeedBroken { get; init; }

    /// <summary>The sum of the columns' severities: 1 is as if all of the model's importance lay on columns at the threshold.</summary>
    public required double Severity { get; init; }

    /// <summary>The columns, the most severe first.</summary>
    public required IReadOnlyList<ColumnVerdict> Columns { get; init; }

    /// <summary>Why, in sentences.</summary>
    public required IReadOnlyList<string> Reasons { get; init; }
}
