namespace HotelCancellation.Retraining.Gate;

/// <summary>Whether the rows can be judged by at all: new to both models, matured, in the order of time, and enough.</summary>
internal static class RowsCriterion
{
    /// <summary>Days of arrival that are needed to tell chance from skill, counted as if all had as many rows.</summary>
    public const int FewestDays = 20;

    public static Criterion Of(GateQuestion question, GateOptions options)
    {
        string[] faults = [.. Faults(question, options)];
        return new Criterion
        {
            Name = Criterion.Rows,
            Challenger = question.Rows.Count,
            Bound = options.MinRows,
            Passed = faults.Length == 0,
            Sentence = faults.Length == 0
                ? FormattableString.Invariant($"{question.Rows.Count} bookings asked about from {question.From:yyyy-MM-dd} on and arrived before {question.MaturedBefore:yyyy-MM-dd}, of which neither model had learned.")
                : string.Join(' ', faults),
        };
    }

    private static IEnumerable<string> Faults(GateQuestion question, GateOptions options)
    {
        var rows = question.Rows;
        foreach (var (model, name) in new[] { (question.Champion, "champion"), (question.Challenger, "challenger") }.Where(m => m.Item1 is not null))
        {
            if (model!.KnownBefore is not { } known)
            {
                yield return $"The {name} {model.Version} does not say up to which day it has learned.";
            }
            else if (known > question.From)
            {
                yield return $"The {name} {model.Version} has learned of days before {known:yyyy-MM-dd}; rows must be of days since then, and begin on {question.From:yyyy-MM-dd}.";
            }
        }

        var cancelled = rows.Count(r => r.IsCancelled);
        var days = RowClusters.Effective([.. rows.GroupBy(r => r.Arrival).Select(g => (double)g.Count())]);
        if (rows.Count < options.MinRows || days < FewestDays || cancelled == 0 || cancelled == rows.Count)
        {
            yield return FormattableString.Invariant($"There are {rows.Count} rows, {cancelled} of them cancelled, of as much as {days:0} days of arrival of one size; at least {options.MinRows} of {FewestDays} days with both outcomes are needed.");
        }

        if (rows.Count(r => r.AsOf < question.From) is > 0 and var early)
        {
            yield return $"{early} rows are asked about as of a day before {question.From:yyyy-MM-dd}.";
        }

        if (rows.Count(r => r.Arrival >= question.MaturedBefore) is > 0 and var open)
        {
            yield return $"{open} rows arrive on {question.MaturedBefore:yyyy-MM-dd} or later and have not matured.";
        }

        if (Enumerable.Range(1, Math.Max(0, rows.Count - 1)).Any(i => rows[i].Arrival < rows[i - 1].Arrival))
        {
            yield return "The rows are not in the order of arrival.";
        }

        if (rows.Count(r => !IsProbability(r.Challenger) || (question.Champion is not null && !IsProbability(r.Champion)) || !(r.Value >= 0 && double.IsFinite(r.Value))) is > 0 and var unusable)
        {
            yield return $"{unusable} rows have a probability that is not 0 to 1, or a value that is not 0 or more.";
        }
    }

    private static bool IsProbability(double p) => p is >= 0 and <= 1;
}
