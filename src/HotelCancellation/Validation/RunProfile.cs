namespace HotelCancellation.Validation;

/// <summary>How one field's values were spread in a run, in parts that the next run can be counted into.</summary>
public sealed record ColumnProfile
{
    /// <summary>The field.</summary>
    public required string Field { get; init; }

    /// <summary>Rows that were counted; in large files an even sample.</summary>
    public required long Counted { get; init; }

    /// <summary>Those of them without a value.</summary>
    public required long Missing { get; init; }

    /// <summary>Of a number: the upper bounds of all parts but the last, ascending; quantiles of the run. Null for text.</summary>
    public IReadOnlyList<double>? Edges { get; init; }

    /// <summary>Of text: the values that are frequent enough to be a part of their own. Null for a number.</summary>
    public IReadOnlyList<string>? Values { get; init; }

    /// <summary>Rows of each part; of text the last part is all other values together.</summary>
    public required IReadOnlyList<long> Counts { get; init; }

    /// <summary>The part of a value.</summary>
    internal int PartOf(double number)
    {
        var part = 0;
        while (part < Edges!.Count && number > Edges[part])
        {
            part++;
        }

        return part;
    }

    /// <summary>What a part is called.</summary>
    internal string LabelOf(int part)
    {
        if (Edges is { } edges)
        {
            return part == 0 ? edges.Count == 0 ? "all" : FormattableString.Invariant($"up to {edges[0]:0.##}")
                : part == edges.Count ? FormattableString.Invariant($"above {edges[^1]:0.##}")
                : FormattableString.Invariant($"above {edges[part - 1]:0.##} to {edges[part]:0.##}");
        }

        return part == Values!.Count ? "other values" : Values[part];
    }
}

/// <summary>What a run that was not found wanting leaves for the next one of the same source to be compared with.</summary>
public sealed record RunProfile
{
    /// <summary>The schema that this program writes and reads.</summary>
    public const int CurrentSchema = 1;

    /// <summary>Runs that tell together what is usual.</summary>
    public const int UsualRuns = 10;

    /// <summary>The schema.</summary>
    public required int Schema { get; init; }

    /// <summary>What was read.</summary>
    public required string Source { get; init; }

    /// <summary>The run.</summary>
    public required string RunId { get; init; }

    /// <summary>When, UTC.</summary>
    public required DateTimeOffset Generated { get; init; }

    /// <summary>Rows accepted.</summary>
    public required long Rows { get; init; }

    /// <summary>The last day on which a booking was made.</summary>
    public required DateOnly LastBookedOn { get; init; }

    /// <summary>The median of bookings made a day, over the last 28 days of the file, its last day left out.</summary>
    public required double DailyMedian { get; init; }

    /// <summary>The fields.</summary>
    public required IReadOnlyList<ColumnProfile> Columns { get; init; }
}

/// <summary>One part of a field, in the last run and in this one.</summary>
/// <param name="Label">What it holds.</param>
/// <param name="Then">Its share in the last run, 0 to 1.</param>
/// <param name="Now">Its share in this one.</param>
public sealed record ComparedPart(string Label, double Then, double Now);

/// <summary>How far a field has moved since the last run.</summary>
/// <param name="Field">The field.</param>
/// <param name="Psi">The population stability index; 0 is no change.</param>
/// <param name="Critical">What chance alone exceeds once in a thousand runs of these sizes.</param>
/// <param name="Moved">Whether the index is above both the threshold and <paramref name="Critical"/>.</param>
/// <param name="Parts">The shares, those without a value among them.</param>
public sealed record ComparedColumn(string Field, double Psi, double Critical, bool Moved, IReadOnlyList<ComparedPart> Parts);

/// <summary>This run beside the last one of its source.</summary>
/// <param name="RunId">The last run.</param>
/// <param name="Generated">When it was.</param>
/// <param name="RowsThen">Rows that it accepted.</param>
/// <param name="RowsNow">Rows that this one accepted.</param>
/// <param name="Columns">The fields, those that have moved farthest first.</param>
public sealed record RunComparison(string RunId, DateTimeOffset Generated, long RowsThen, long RowsNow, IReadOnlyList<ComparedColumn> Columns);
