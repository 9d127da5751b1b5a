namespace HotelCancellation.Retraining.Gate;

/// <summary>Whether the challenger's probabilities come true as often as they say: within bounds, or no worse than the champion's.</summary>
internal static class CalibrationCriteria
{
    /// <summary>The share of a tolerance by which a challenger is no worse than a champion that is out of bounds itself.</summary>
    private const double Slack = 0.25;

    public static IEnumerable<Criterion> Of(GateQuestion question, GateOptions options)
    {
        var before = question.Champion is null ? null : ProbabilityFit.Of(question.Rows, r => r.Champion, options.Confidence);
        var after = ProbabilityFit.Of(question.Rows, r => r.Challenger, options.Confidence);
        yield return Level(before, after, options.LevelTolerance);
        yield return Error(
            Criterion.Calibration, "Calibration error", before?.Calibration, after.Calibration, after.CalibrationByChance, options.CalibrationTolerance);
        yield return Error(
            Criterion.CountError, "Error of the cancellations by week of arrival, as a share of them,", before?.Weeks, after.Weeks, after.WeeksByChance, options.CountTolerance);
    }

    private static Criterion Level(ProbabilityFit? before, ProbabilityFit after, double tolerance)
    {
        // Size and significance: on few rows a perfect model is off, too.
        var error = after.Level;
        var isOff = Math.Abs(error.Value) > tolerance && (error.Low > 0 || error.High < 0);
        var isNoWorse = before is not null && Math.Abs(error.Value) <= Math.Abs(before.Level.Value) + (Slack * tolerance);
        return new Criterion
        {
            Name = Criterion.Level,
            Champion = before?.Level.Value + 1,
            Challenger = error.Value + 1,
            Difference = before is null ? null : Math.Abs(before.Level.Value) - Math.Abs(error.Value),
            Low = GateFigure.Finite(error.Low + 1),
            High = GateFigure.Finite(error.High + 1),
            Bound = tolerance,
            Passed = !isOff || isNoWorse,
            Sentence = FormattableString.Invariant(
                $"Of each cancellation that came {error.Value + 1:0.000} were expected ({error.Low + 1:0.000} to {error.High + 1:0.000}){Beside(before?.Level.Value + 1)}; at most {tolerance:0.000} from 1 is allowed."),
        };
    }

    private static Criterion Error(string name, string what, double? before, double after, double chance, double tolerance) => new()
    {
        Name = name,
        Champion = before,
        Challenger = after,
        Difference = before - after,
        Bound = chance + tolerance,
        Passed = after <= chance + tolerance || after <= before + (Slack * tolerance),
        Sentence = FormattableString.Invariant($"{what} {after:0.000}{Beside(before)}; {chance + tolerance:0.000} is allowed, of which {chance:0.000} is chance."),
    };

    private static string Beside(double? before) => before is { } figure ? FormattableString.Invariant($", the champion's is {figure:0.000}") : "";
}
