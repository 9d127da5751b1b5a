using System.Globalization;
using HotelCancellation.Monitoring.Statistics;

namespace HotelCancellation.Monitoring.Drift;

/// <summary>
/// Judges columns: drift is a stability index that is above the threshold and above what chance makes of so many rows in so many columns, both
/// against the training data and, where there is one, the same season of last year. Missing values are trouble with the data instead.
/// </summary>
/// <remarks>
/// Where a missing value means something (no agent is a direct booking), more of them may be either. Then other columns are asked: a feed
/// that loses one column leaves the others as they were, whereas the world changes several. See <c>docs/decisions/0014</c>.
/// </remarks>
/// <param name="options">Thresholds.</param>
public sealed class DriftJudge(MonitoringOptions options)
{
    // From here on a rise of missing values is not counted as drift unless other columns bear it out; calling it broken takes more.
    private const double Suspicion = 0.05;

    /// <summary>Judges columns.</summary>
    /// <param name="columns">Each by a name of its own.</param>
    /// <exception cref="ArgumentException">A name is there twice, or an importance or design effect is out of range.</exception>
    public DriftVerdict Judge(IReadOnlyCollection<ColumnComparison> columns)
    {
        Check(columns);
        ColumnEvidence[] evidence = [.. columns.Select(c => new ColumnEvidence(c, options))];
        var (broken, unclear, explained) = BrokenFeeds(evidence);
        var adjustedUnseen = Adjust(evidence, e => e.UnseenPValue);

        // The columns of a broken feed are left out of the question, not only out of the answer.
        var differences = evidence.Select(e => e.Differences(e.MeansMissing && !unclear.Contains(e.Column.Name))).ToArray();
        var asked = evidence.Select(e => !IsTainted(e, broken)).ToArray();
        var adjusted = AdjustDrift(differences, asked);
        var total = columns.Sum(c => c.Importance);
        ColumnVerdict[] verdicts =
        [
            .. evidence.Select((e, i) => new ColumnReading(e, differences[i], options)
            {
                AdjustedPValue = adjusted[i],
                IsBroken = broken.Contains(e.Column.Name),
                BrokenSource = e.Column.Source is { } source && broken.Contains(source) ? source : null,
                MissingExplainedBy = explained.GetValueOrDefault(e.Column.Name),
                HasNewCategories = adjustedUnseen[i] <= options.Alpha && e.UnseenPValue < 1,
                ImportanceShare = total > 0 ? e.Column.Importance / total : 1.0 / columns.Count,
            }.Verdict()),
        ];
        return Sum([.. verdicts.OrderByDescending(v => v.Severity).ThenByDescending(v => v.Troubles.Count).ThenBy(v => v.AdjustedPValue)], evidence.ToDictionary(e => e.Column.Name, RootOf, StringComparer.Ordinal));
    }

    /// <summary>
    /// Columns whose values are missing because a feed is broken, with those of which that is not certain (their missing values say nothing,
    /// then), and those whose missing values moved with the world, with the column that shows it.
    /// </summary>
    private (HashSet<string> Broken, HashSet<string> Unclear, Dictionary<string, string> Explained) BrokenFeeds(ColumnEvidence[] evidence)
    {
        var adjusted = Adjust(evidence, e => e.MissingPValue);
        var risen = evidence.Select((e, i) => (Column: e, IsCertain: adjusted[i] <= options.Alpha)).Where(r => r.Column.MissingPValue <= Suspicion).ToArray();
        var (broken, unclear) = (new HashSet<string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        Dictionary<string, string> explained = new(StringComparer.Ordinal);
        var witnesses = risen.Any(r => r.Column.MeansMissing) ? Witnesses(evidence, [.. risen.Select(r => r.Column)]) : [];
        foreach (var (e, isCertain) in risen)
        {
            if (e.MeansMissing && witnesses.FirstOrDefault() is { } witness)
            {
                explained[e.Column.Name] = witness.Column.Name;
                continue;
            }

            unclear.Add(e.Column.Name);
            if (isCertain)
            {
                broken.Add(e.Column.Name);
            }
        }

        return (broken, unclear, explained);
    }

    /// <summary>Columns that have changed in what is present, which a feed that loses values of others leaves alone.</summary>
    private ColumnEvidence[] Witnesses(ColumnEvidence[] evidence, ColumnEvidence[] risen)
    {
        var differences = evidence.Select(e => e.Differences(withMissing: false)).ToArray();
        var adjusted = AdjustDrift(differences, [.. evidence.Select(_ => true)]);
        var suspects = risen.Select(RootOf).ToHashSet(StringComparer.Ordinal);
        return [.. evidence.Where((e, i) => adjusted[i] <= options.Alpha && PsiOf(differences[i]) >= options.PsiThreshold / 2 && !suspects.Contains(RootOf(e)))];
    }

    private double[] AdjustDrift((Difference? FromReference, Difference? FromSeason)[] differences, bool[] asked)
    {
        var adjusted = Array.ConvertAll(differences, _ => 1.0);
        int[] tested = [.. Enumerable.Range(0, differences.Length).Where(i => asked[i] && differences[i].FromReference is not null)];
        var values = MultipleTesting.Adjust([.. tested.Select(i => Math.Max(differences[i].FromReference!.PValue, differences[i].FromSeason?.PValue ?? 0))], options.Correction);
        for (var i = 0; i < tested.Length; i++)
        {
            adjusted[tested[i]] = values[i];
        }

        return adjusted;
    }

    /// <summary>All judged columns were asked, also those whose rise is too small to matter.</summary>
    private double[] Adjust(ColumnEvidence[] evidence, Func<ColumnEvidence, double> pValue) =>
        MultipleTesting.Adjust([.. evidence.Select(pValue)], options.Correction);

    private DriftVerdict Sum(ColumnVerdict[] columns, Dictionary<string, string> roots)
    {
        ColumnVerdict[] drifted = [.. columns.Where(c => c.State == DriftState.Drifted)];
        ColumnVerdict[] counting = [.. drifted.Where(c => c.ImportanceShare >= options.MinImportance)];
        ColumnVerdict[] agreeing = [.. columns.Where(c => c.State is DriftState.Drifted or DriftState.Moved && c.ImportanceShare >= options.MinImportance && PsiOf((c.FromReference, c.FromSeason)) >= options.PsiThreshold / 2)];
        var agree = agreeing.Select(c => roots[c.Name]).Distinct(StringComparer.Ordinal).Count() >= options.AgreeingColumns;
        ColumnVerdict[] troubled = [.. columns.Where(c => c.Troubles.Count > 0)];
        List<string> reasons = [.. counting.Concat(agree ? agreeing : []).Concat(troubled).Distinct().SelectMany(c => c.Reasons)];
        if (drifted.Length > counting.Length)
        {
            reasons.Add($"{drifted.Length - counting.Length} more drifted that the model hardly looks at: {string.Join(", ", drifted.Except(counting).Select(c => c.Name))}.");
        }

        if (reasons.Count == 0)
        {
            var few = columns.Count(c => c.State == DriftState.TooFewRows);
            reasons.Add(few == columns.Length
                ? string.Create(CultureInfo.InvariantCulture, $"No column has the {options.MinRows} rows that a judgement needs.")
                : string.Create(CultureInfo.InvariantCulture, $"None of {columns.Length - few} columns has drifted."));
        }

        return new DriftVerdict
        {
            IsDrift = counting.Length > 0 || agree,
            IsFeedBroken = troubled.Any(c => c.Troubles.Contains(DataTrouble.Missing)),
            Severity = columns.Sum(c => c.Severity),
            Columns = columns,
            Reasons = reasons,
        };
    }

    private static bool IsTainted(ColumnEvidence evidence, HashSet<string> broken) => evidence.Column.Source is { } source && broken.Contains(source);

    private static string RootOf(ColumnEvidence evidence) => evidence.Column.Source ?? evidence.Column.Name;

    private static double PsiOf((Difference? FromReference, Difference? FromSeason) difference) =>
        Math.Min(difference.FromReference?.JudgedPsi ?? 0, difference.FromSeason?.JudgedPsi ?? double.PositiveInfinity);

    private static void Check(IReadOnlyCollection<ColumnComparison> columns)
    {
        if (columns.GroupBy(c => c.Name, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice)
        {
            throw new ArgumentException($"The column '{twice.Key}' is there twice.", nameof(columns));
        }

        if (columns.FirstOrDefault(c => !(c.Importance >= 0) || !(c.DesignEffect >= 1)) is { } wrong)
        {
            throw new ArgumentException($"The column '{wrong.Name}' has the importance {wrong.Importance} and the design effect {wrong.DesignEffect}; at least 0 and 1 are needed.", nameof(columns));
        }
    }
}
