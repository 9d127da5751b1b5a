namespace HotelCancellation.Retraining.Gate;

/// <summary>
/// Decides whether a challenger may become champion: only where it is better by more than chance in Brier score or cost and not worse in the other, or has learned weeks more than the champion and
/// cannot be much worse, and every guard is met. A first model has to beat the rate of each hotel. The same question always gets the same verdict. See <c>docs/decisions/0018</c>.
/// </summary>
public sealed class PromotionGate(GateOptions options)
{
    /// <summary>Judges.</summary>
    /// <param name="question">Both models on the same rows.</param>
    public GateVerdict Judge(GateQuestion question)
    {
        ArgumentNullException.ThrowIfNull(question);
        Criterion[] criteria = [.. Criteria(question)];
        return new GateVerdict
        {
            Champion = question.Champion?.Version,
            Challenger = question.Challenger.Version,
            From = question.From,
            MaturedBefore = question.MaturedBefore,
            Rows = question.Rows.Count,
            Outcome = Array.TrueForAll(criteria, c => c.Passed) ? GateOutcome.Promote : GateOutcome.Refuse,
            Criteria = criteria,
        };
    }

    private IEnumerable<Criterion> Criteria(GateQuestion question)
    {
        var rows = RowsCriterion.Of(question, options);
        if (!rows.Passed)
        {
            // Figures of rows that cannot be judged by would only be believed.
            return [rows, .. GuardCriteria.Of(question, options)];
        }

        var paired = new PairedRows(question, options);
        return
        [
            .. new GainCriteria(paired, new RowClusters(paired.Rows, RowsCriterion.FewestDays), question.Champion is null, question.NewDays, options).All(),
            PropertiesCriterion.Of(paired, options),
            .. CalibrationCriteria.Of(question, options),
            .. GuardCriteria.Of(question, options),
            rows,
        ];
    }
}
