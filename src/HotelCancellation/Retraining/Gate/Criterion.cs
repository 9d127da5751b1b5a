namespace HotelCancellation.Retraining.Gate;

/// <summary>One thing that the gate asked. Of all figures less is better.</summary>
public sealed record Criterion
{
    /// <summary>Whether the question can be judged by at all.</summary>
    public const string Rows = "rows";

    /// <summary>The Brier score.</summary>
    public const string Brier = "brier";

    /// <summary>What wrong decisions cost.</summary>
    public const string Cost = "cost";

    /// <summary>Whether Brier score or cost is significantly better.</summary>
    public const string Better = "better";

    /// <summary>In the place of <see cref="Better"/> where it is not, but has learned enough that the champion has not.</summary>
    public const string Fresh = "fresh";

    /// <summary>The property that is worst off.</summary>
    public const string Properties = "properties";

    /// <summary>The sum of probabilities over the cancellations that came.</summary>
    public const string Level = "level";

    /// <summary>The calibration error.</summary>
    public const string Calibration = "calibration";

    /// <summary>The error of the number of cancellations by week of arrival.</summary>
    public const string CountError = "countError";

    /// <summary>Whether the challenger answers as its twin does, which was judged in its place.</summary>
    public const string Twin = "twin";

    /// <summary>What a row takes.</summary>
    public const string Latency = "latency";

    /// <summary>The size of the bundle.</summary>
    public const string Size = "size";

    /// <summary>Whether serving and clients can go on as they are.</summary>
    public const string Schema = "schema";

    /// <summary>The health of the data.</summary>
    public const string Data = "data";

    /// <summary>Whether a feature knows too much.</summary>
    public const string Leak = "leak";

    /// <summary>Its name, one of the constants of this type.</summary>
    public required string Name { get; init; }

    /// <summary>The champion's figure, or what stands in its place; null where there is none.</summary>
    public double? Champion { get; init; }

    /// <summary>The challenger's figure.</summary>
    public double? Challenger { get; init; }

    /// <summary>By how much the challenger is better; below 0 it is worse.</summary>
    public double? Difference { get; init; }

    /// <summary>The lower limit of the difference.</summary>
    public double? Low { get; init; }

    /// <summary>The upper limit of the difference.</summary>
    public double? High { get; init; }

    /// <summary>What the difference must not be below or the challenger's figure not above, as <see cref="Sentence"/> says.</summary>
    public double? Bound { get; init; }

    /// <summary>Whether it is met.</summary>
    public required bool Passed { get; init; }

    /// <summary>All of it for a person.</summary>
    public required string Sentence { get; init; }
}
