using HotelCancellation.Monitoring.Sketches;

namespace HotelCancellation.Monitoring.Drift;

/// <summary>One column of a judgement: what it was, and what it is. All sketches are of one layout, and each booking is counted once in each.</summary>
public sealed record ColumnComparison
{
    /// <summary>The column's name.</summary>
    public required string Name { get; init; }

    /// <summary>
    /// The field that it is computed from, where that is another one, such as <c>agent</c> for <c>agentShare</c>: when that field's feed is
    /// broken, a change of this column is no drift, nor does it say that the world has changed.
    /// </summary>
    public string? Source { get; init; }

    /// <summary>The training data.</summary>
    public required ColumnSketch Reference { get; init; }

    /// <summary>What is judged.</summary>
    public required ColumnSketch Current { get; init; }

    /// <summary>The same season of last year, where there is one: a hotel's June is not drift. Drift differs from both.</summary>
    public ColumnSketch? Season { get; init; }

    /// <summary>The column's importance in the model, 0 or more, in any unit; only its share of all counts.</summary>
    public double Importance { get; init; } = 1;

    /// <summary>By how much rows that come together are worth less than independent ones, 1 or more: <see cref="Statistics.DesignEffect.OfParts"/>.</summary>
    public double DesignEffect { get; init; } = 1;
}
