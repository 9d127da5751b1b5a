using HotelCancellation.Monitoring.Concept;
using HotelCancellation.Monitoring.Drift;
using HotelCancellation.Monitoring.Triggers;

namespace HotelCancellation.Monitoring.Reports;

/// <summary>What a day's judgement says of one version. JSON by <see cref="MonitoringJson"/>.</summary>
public sealed record MonitoringReport
{
    /// <summary>The schema that this program writes.</summary>
    public const int CurrentSchema = 1;

    /// <summary>The schema.</summary>
    public int Schema { get; init; } = CurrentSchema;

    /// <summary>The day judged, with all of it known that was sent by its end.</summary>
    public required DateOnly Day { get; init; }

    /// <summary>The version that predicted.</summary>
    public required string ModelVersion { get; init; }

    /// <summary>All hotels together first, then each by name.</summary>
    public required IReadOnlyList<ScopeReport> Scopes { get; init; }

    /// <summary>How fast and how reliably the day's predictions were answered; null in a report that was made before this was judged.</summary>
    public ServiceReport? Service { get; init; }

    /// <summary>What was found, the most urgent first.</summary>
    public required IReadOnlyList<Finding> Findings { get; init; }

    /// <summary>What was decided about a training; null until it is.</summary>
    public TriggerDecision? Decision { get; init; }
}

/// <summary>A report's part about a hotel, or about all.</summary>
public sealed record ScopeReport
{
    /// <summary>The hotel; null for all together.</summary>
    public string? Property { get; init; }

    /// <summary>The bookings made lately against those of training, over each window that is judged, the shortest first.</summary>
    public required IReadOnlyList<WindowVerdict> Inputs { get; init; }

    /// <summary>The predicted probabilities of the longest window against those of the evaluation; null without any.</summary>
    public PredictionShift? Predictions { get; init; }

    /// <summary>Cancellations against those that were to be expected; null where nothing is known.</summary>
    public ConceptVerdict? Concept { get; init; }

    /// <summary>The newest arrivals whose outcomes are all known; null where they are too few.</summary>
    public CohortReport? Performance { get; init; }
}

/// <summary>The inputs of a window of days.</summary>
/// <param name="From">The first day of booking.</param>
/// <param name="To">The last day of booking.</param>
/// <param name="Bookings">Bookings made on them.</param>
/// <param name="Verdict">What is said of them.</param>
public sealed record WindowVerdict(DateOnly From, DateOnly To, long Bookings, DriftVerdict Verdict);

/// <summary>How predicted probabilities have moved.</summary>
/// <param name="Rows">Predictions judged.</param>
/// <param name="Mean">Their mean.</param>
/// <param name="ReferenceMean">The mean in the reference.</param>
/// <param name="Psi">Over ten parts of equal reference counts.</param>
/// <param name="Critical">What chance alone exceeds in one of a thousand judgements.</param>
/// <param name="PValue">The chance of such a change where nothing has changed.</param>
/// <param name="JensenShannon">The distance, 0 to 1.</param>
/// <param name="IsShifted">Whether it is above the threshold and none of chance.</param>
public sealed record PredictionShift(long Rows, double Mean, double ReferenceMean, double Psi, double Critical, double PValue, double JensenShannon, bool IsShifted);
