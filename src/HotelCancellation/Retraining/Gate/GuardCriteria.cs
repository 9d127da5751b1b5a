using HotelCancellation.Bookings.Reading;
using HotelCancellation.Features;

namespace HotelCancellation.Retraining.Gate;

/// <summary>What a better model may still not do: be another one than was judged, be slow, be large, ask for more, come of broken data, know too much.</summary>
internal static class GuardCriteria
{
    /// <summary>By how much more, as a share of all importance, the challenger must lean on a feature for that to be its own doing.</summary>
    private const double Leaning = 0.05;

    public static IEnumerable<Criterion> Of(GateQuestion question, GateOptions options)
    {
        var (champion, challenger) = (question.Champion, question.Challenger);
        yield return Twin(question.TwinDistance, options.TwinTolerance);
        yield return Limit(
            Criterion.Latency, "A row takes", "ns", champion?.RowNanoseconds, challenger.RowNanoseconds, options.LatencyFactor, options.FreeRowNanoseconds, options.MaxRowNanoseconds);
        yield return Limit(Criterion.Size, "The bundle has", "bytes", champion?.Bytes, challenger.Bytes, options.SizeFactor, options.FreeBytes, options.MaxBytes);
        yield return Schema(champion, challenger);
        yield return Data(question.Data);
        yield return Leak(champion, challenger, options);
    }

    private static Criterion Twin(double? distance, double tolerance) => new()
    {
        Name = Criterion.Twin,
        Challenger = distance,
        Bound = tolerance,
        Passed = !(distance > tolerance),
        Sentence = distance is { } apart
            ? FormattableString.Invariant($"The challenger's probabilities are {apart:0.000} from those of its twin on average; at most {tolerance:0.000} is allowed.")
            : "There was nothing to ask the challenger and its twin.",
    };

    private static Criterion Limit(string name, string what, string unit, double? before, double after, double factor, double free, double most)
    {
        var bound = before is { } was ? Math.Min(most, factor * Math.Max(was, free)) : most;
        return new Criterion
        {
            Name = name,
            Champion = before,
            Challenger = after,
            Difference = before - after,
            Bound = bound,
            Passed = after <= bound,
            Sentence = FormattableString.Invariant($"{what} {after:0} {unit}{(before is null ? "" : FormattableString.Invariant($", the champion's {before:0}"))}; at most {bound:0} are allowed."),
        };
    }

    private static Criterion Schema(GateModel? champion, GateModel challenger)
    {
        var contract = BookingField.All.Where(f => f.Required).Select(f => f.Name);
        string[] required = [.. challenger.RequiredFields.Except(contract.Concat(champion?.RequiredFields ?? []), StringComparer.Ordinal)];
        string[] faults =
        [
            .. required.Select(f => $"Requests need no '{f}' so far; the challenger cannot answer without it."),
            .. LeakGuard.Select(challenger.Features).Refusals,
        ];
        return new Criterion
        {
            Name = Criterion.Schema,
            Passed = faults.Length == 0,
            Sentence = faults.Length == 0 ? "Requests stay as they are, and serving knows every feature." : string.Join(' ', faults),
        };
    }

    private static Criterion Data(GateData data) => new()
    {
        Name = Criterion.Data,
        Passed = data is { IsValid: true, OpenAlarms.Count: 0 },
        Sentence = data switch
        {
            { IsValid: false } => string.Join(' ', ["Validation found the data wanting.", .. data.OpenAlarms]),
            { OpenAlarms.Count: > 0 } => string.Join(' ', ["Alarms about the data are open.", .. data.OpenAlarms]),
            _ => "Validation let the data through, and no alarm is open.",
        },
    };

    // Both are asked on the same rows, in which a leak is there for both: it is a new one where the challenger leans on it and the champion does not.
    private static Criterion Leak(GateModel? champion, GateModel challenger, GateOptions options)
    {
        var known = champion?.Evidence.ToDictionary(e => e.Feature, StringComparer.Ordinal) ?? [];
        string[] suspects =
        [
            .. challenger.Evidence.Where(e => IsSuspect(e, known.GetValueOrDefault(e.Feature).Importance)).Select(e => FormattableString.Invariant(
                $"'{e.Feature}' is suspected to know the outcome: alone it has an area under the curve of {e.Auc:0.000}, and it holds {e.Importance:P0} of the importance, with the champion {known.GetValueOrDefault(e.Feature).Importance:P0}.")),
        ];
        return new Criterion
        {
            Name = Criterion.Leak,
            Champion = Most(champion),
            Challenger = Most(challenger),
            Bound = options.LeakAuc,
            Passed = suspects.Length == 0,
            Sentence = suspects.Length == 0
                ? FormattableString.Invariant($"No feature newly knows too much: an area under the curve of {options.LeakAuc:0.00} alone, or {options.LeakImportance:P0} of the importance.")
                : string.Join(' ', suspects),
        };

        bool IsSuspect(FeatureEvidence e, double before) =>
            (e.Auc >= options.LeakAuc && e.Importance > before + Leaning) || (e.Importance >= options.LeakImportance && before < options.LeakImportance);

        static double? Most(GateModel? model) => model is { Evidence.Count: > 0 } ? model.Evidence.Max(e => e.Auc) : null;
    }
}
