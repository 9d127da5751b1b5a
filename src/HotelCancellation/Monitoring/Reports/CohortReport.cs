using HotelCancellation.Monitoring.Statistics;

namespace HotelCancellation.Monitoring.Reports;

/// <summary>How right a version was about arrivals whose outcomes are all known, each booking by what was said on the day it was made.</summary>
public sealed record CohortReport
{
    /// <summary>The first arrival day.</summary>
    public required DateOnly From { get; init; }

    /// <summary>The last arrival day.</summary>
    public required DateOnly To { get; init; }

    /// <summary>What came of the predictions.</summary>
    public required Performance Realised { get; init; }

    /// <summary>The area under the curve; the interval is a bootstrap over arrival days.</summary>
    public required Interval Auc { get; init; }

    /// <summary>F1 at the version's threshold.</summary>
    public required Interval F1 { get; init; }

    /// <summary>The Brier score.</summary>
    public required Interval Brier { get; init; }

    /// <summary>The expected calibration error over 16 bins of equal width.</summary>
    public required double CalibrationError { get; init; }

    /// <summary>Expected against actual cancellations.</summary>
    public required CountError Count { get; init; }

    /// <summary>What <see cref="Cbpe"/> expected of the same predictions before anything was known.</summary>
    public required Performance Estimated { get; init; }

    /// <summary>Estimated less realised.</summary>
    public required EstimateError EstimateError { get; init; }

    /// <summary>The version's own figures on the rows that it was judged by before it was kept; null where they are not known.</summary>
    public Baseline? Baseline { get; init; }

    /// <summary>F1 below which it counts as worse: the setting, or less where the version's own baseline is lower.</summary>
    public required double F1Limit { get; init; }

    /// <summary>Whether it is worse: F1 lies below <see cref="F1Limit"/> and below <see cref="Estimated"/>, by more than chance makes in one of a thousand judgements.</summary>
    public required bool IsWorse { get; init; }
}

/// <summary>An estimate less what was realised.</summary>
/// <param name="Auc">Of the area under the curve.</param>
/// <param name="F1">Of F1.</param>
/// <param name="Brier">Of the Brier score.</param>
public sealed record EstimateError(double Auc, double F1, double Brier);

/// <summary>A version's own figures on arrivals that it had not learned from, with what it said on the day of booking.</summary>
/// <param name="Rows">Bookings.</param>
/// <param name="Auc">Area under the curve.</param>
/// <param name="F1">F1 at its threshold.</param>
/// <param name="Brier">Brier score.</param>
public sealed record Baseline(long Rows, Interval Auc, Interval F1, Interval Brier);
