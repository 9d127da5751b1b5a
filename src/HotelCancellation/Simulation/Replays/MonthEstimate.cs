using HotelCancellation.Monitoring.Sketches;
using HotelCancellation.Monitoring.Statistics;

namespace HotelCancellation.Simulation.Replays;

/// <summary>What <see cref="Cbpe"/> expected of a month's answers before any outcome was known, beside what came.</summary>
public sealed record MonthEstimate
{
    // At this threshold F1 is stated elsewhere in a replay; the area and the Brier score do not depend on it.
    private const double Threshold = 0.5;
    private const int Seed = 1;

    /// <summary>Answers.</summary>
    public required int Rows { get; init; }

    /// <summary>The mean probability: the share of cancellations that was expected.</summary>
    public required double MeanP { get; init; }

    /// <summary>The share that was cancelled.</summary>
    public required double Base { get; init; }

    /// <summary>The expected area under the ROC curve; NaN where there is none.</summary>
    public required double EstimatedAuc { get; init; }

    /// <summary>The expected Brier score.</summary>
    public required double EstimatedBrier { get; init; }

    /// <summary>The realised area; its interval is a bootstrap over arrival days, so that a group counts as one.</summary>
    public required Interval Auc { get; init; }

    /// <summary>The realised Brier score.</summary>
    public required Interval Brier { get; init; }

    /// <summary>Whether the estimate lies where chance may have put the realised area.</summary>
    public bool AucHolds => EstimatedAuc >= Auc.Low && EstimatedAuc <= Auc.High;

    /// <summary>Whether the estimate lies where chance may have put the realised score.</summary>
    public bool BrierHolds => EstimatedBrier >= Brier.Low && EstimatedBrier <= Brier.High;

    /// <summary>Works it out.</summary>
    /// <param name="answers">At least one.</param>
    public static MonthEstimate Of(IReadOnlyCollection<ReplayAnswer> answers)
    {
        ArgumentNullException.ThrowIfNull(answers);
        double[] probabilities = [.. answers.Select(a => a.Probability)];
        var (estimated, realised) = (Cbpe.OfRows(probabilities, Threshold), Performance.OfRows(probabilities, [.. answers.Select(a => a.Cancelled)], Threshold));
        var (auc, _, brier) = OutcomeIntervals.Of([.. answers.GroupBy(a => a.ArrivalDate).OrderBy(g => g.Key).Select(Sketch)], Seed);
        return new MonthEstimate
        {
            Rows = answers.Count,
            MeanP = estimated.Cancellations / answers.Count,
            Base = realised.Cancellations / answers.Count,
            EstimatedAuc = estimated.Auc,
            EstimatedBrier = estimated.Brier,

            // The sketches' cells cost the area a little; its interval moves with it.
            Auc = new Interval(realised.Auc, auc.Low + realised.Auc - auc.Value, auc.High + realised.Auc - auc.Value),
            Brier = brier with { Value = realised.Brier },
        };
    }

    private static OutcomeSketch Sketch(IEnumerable<ReplayAnswer> answers)
    {
        var sketch = new OutcomeSketch(Threshold);
        foreach (var answer in answers)
        {
            sketch.Add(answer.Probability, answer.Cancelled);
        }

        return sketch;
    }
}
