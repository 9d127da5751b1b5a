using System.Globalization;
using HotelCancellation.Monitoring.Sketches;

namespace HotelCancellation.Monitoring.Drift;

/// <summary>Puts what was found of a column into words.</summary>
internal sealed class ColumnReading(ColumnEvidence evidence, (Difference? FromReference, Difference? FromSeason) differences, MonitoringOptions options)
{
    public required double AdjustedPValue { get; init; }

    public required bool IsBroken { get; init; }

    public required string? BrokenSource { get; init; }

    public required string? MissingExplainedBy { get; init; }

    public required bool HasNewCategories { get; init; }

    public required double ImportanceShare { get; init; }

    public ColumnVerdict Verdict()
    {
        var (column, psi) = (evidence.Column, Math.Min(differences.FromReference?.JudgedPsi ?? 0, differences.FromSeason?.JudgedPsi ?? double.PositiveInfinity));
        var state = (differences.FromReference, AdjustedPValue <= options.Alpha, psi >= options.PsiThreshold) switch
        {
            (null, _, _) => DriftState.TooFewRows,
            (_, true, true) => DriftState.Drifted,
            (_, true, false) => DriftState.Moved,
            _ => DriftState.Stable,
        };
        return new ColumnVerdict
        {
            Name = column.Name,
            State = state,
            Troubles = [.. IsBroken ? [DataTrouble.Missing] : Array.Empty<DataTrouble>(), .. HasNewCategories ? [DataTrouble.NewCategories] : Array.Empty<DataTrouble>()],
            Rows = column.Current.Rows,
            MissingShare = new ShareChange(ColumnEvidence.Share(column.Current.Missing, column.Current), ColumnEvidence.Share(column.Reference.Missing, column.Reference)),
            UnseenShare = new ShareChange(ColumnEvidence.Share(column.Current.Unseen, column.Current), ColumnEvidence.Share(column.Reference.Unseen, column.Reference)),
            AdjustedPValue = AdjustedPValue,
            FromReference = differences.FromReference,
            FromSeason = differences.FromSeason,
            ImportanceShare = ImportanceShare,
            Severity = state is DriftState.Drifted or DriftState.Moved ? psi / options.PsiThreshold * ImportanceShare : 0,
            Reasons = [.. Reasons(state)],
        };
    }

    private IEnumerable<string> Reasons(DriftState state)
    {
        var (name, now, then) = (evidence.Column.Name, evidence.Column.Current, evidence.Column.Reference);
        if (state == DriftState.TooFewRows && !IsBroken)
        {
            yield return Text($"{name}: {now.Rows} rows now and {then.Rows} before are too few; {options.MinRows * evidence.Column.DesignEffect:F0} with a value are needed.");
        }
        else if (state is DriftState.Drifted or DriftState.Moved)
        {
            var size = state == DriftState.Drifted ? "has drifted" : Text($"has moved, by less than the threshold of {options.PsiThreshold}");
            yield return Text($"{name} {size}: {Against("the training data", differences.FromReference!)}");
            if (differences.FromSeason is { } season)
            {
                yield return Text($"{name} is unlike the same season of last year, too: {Against("it", season)}");
            }
        }
        else if (differences is { FromReference: { } reference, FromSeason: { } season } && reference.PValue <= options.Alpha && season.PValue > options.Alpha)
        {
            yield return Text($"{name} is unlike the training data (PSI {reference.JudgedPsi:F2}) as it was in the same season of last year (PSI {season.JudgedPsi:F2} to that).");
        }

        if (IsBroken)
        {
            yield return Text($"{name} has lost values: {100 * Share(now.Missing, now):F1} % are missing, and were {100 * Share(then.Missing, then):F1} %. Its feed is to be looked at; training would not help.");
        }

        if (MissingExplainedBy is not null)
        {
            yield return Text($"{name} is missing in {100 * Share(now.Missing, now):F1} %, and was in {100 * Share(then.Missing, then):F1} %. {MissingExplainedBy} has changed as well, so that it is taken for a change of the world.");
        }

        if (BrokenSource is not null)
        {
            yield return Text($"{name} is not judged: it is computed from {BrokenSource}, which has lost values.");
        }

        if (HasNewCategories)
        {
            yield return Text($"{name} has new values: {100 * Share(now.Unseen, now):F1} % of the rows, where {100 * Share(then.Unseen, then):F1} % were to be expected.");
        }
    }

    private static string Against(string what, Difference difference) =>
        Text($"against {what} its PSI is {difference.JudgedPsi:F2}, and chance makes no more than {difference.Critical:F2}; {difference.LargestChange}.");

    private static double Share(long rows, ColumnSketch of) => ColumnEvidence.Share(rows, of);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
