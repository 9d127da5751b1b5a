using HotelCancellation.Monitoring.Sketches;

namespace HotelCancellation.Monitoring.Statistics;

/// <summary>
/// Confidence-based performance estimation: performance before any outcome is known. Each row counts as cancelled with weight p and as
/// kept with weight 1 - p, which gives the expected confusion matrix at every threshold, hence F1, accuracy and the ROC curve; the expected
/// squared error of a row is p (1 - p). J. Bialek, J. Kivimaki, W. Kuberski and N. Perrakis, <i>Estimating model performance under covariate
/// shift without labels</i>, arXiv 2401.08348 (2024), section 3; NannyML, <i>Confidence-based performance estimation</i>.
/// </summary>
/// <remarks>
/// It assumes that (1) the probabilities are calibrated, and stay so where the rows have moved to; (2) the relation of features to outcome has
/// not changed: concept drift, such as guests cancelling more often than before, is <i>not</i> seen, only its later realised error is;
/// (3) rows are many enough for means to be near their expectation. F1 and the AUC are ratios of expectations, not expected ratios;
/// the difference is of the order of 1 / rows.
/// </remarks>
public static class Cbpe
{
    /// <summary>What is to be expected of raw rows.</summary>
    /// <param name="probabilities">Calibrated, each 0 to 1.</param>
    /// <param name="threshold">From here on a booking is said to be cancelled.</param>
    public static Performance OfRows(IReadOnlyList<double> probabilities, double threshold) =>
        Performance.OfWeights([.. probabilities.Select(p => (p, 1L, p))], threshold, probabilities.Sum(p => p * (1 - p)));

    /// <summary>
    /// What is to be expected of a sketch. Brier, F1 and accuracy are those of the raw rows to within 1e-9 (the threshold is an edge of the
    /// sketch's bins); the area under the curve is off by at most <see cref="Performance.AucMargin"/>.
    /// </summary>
    public static Performance OfSketch(ProbabilitySketch sketch) =>
        Performance.OfWeights(
            [.. Enumerable.Range(0, ProbabilitySketch.Bins).Where(b => sketch.RowsOf(b) > 0).Select(b => (sketch.PlaceOf(b), sketch.RowsOf(b), sketch.SumOf(b)))],
            sketch.Threshold,
            sketch.Variance);
}
