using HotelCancellation.Monitoring.Concept;
using HotelCancellation.Monitoring.Days;
using HotelCancellation.Monitoring.Drift;
using HotelCancellation.Monitoring.References;
using HotelCancellation.Monitoring.Reports;
using HotelCancellation.Monitoring.Sketches;

namespace HotelCancellation.Monitoring.Judging;

/// <summary>Judges a day of one version from the counts of the days up to it. No I/O, no clock.</summary>
public sealed class MonitoringJudge(MonitoringOptions options)
{
    private readonly DriftJudge _drift = new(options);
    private readonly ConceptJudge _concept = new(options);
    private readonly CohortJudge _cohorts = new(options);
    private readonly ServiceJudge _service = new(options);

    /// <summary>How many days before the judged one are looked at.</summary>
    public int DaysNeeded => Math.Max(options.ConceptDays, options.LongWindowDays + options.MatureDays) + 1;

    /// <summary>Judges.</summary>
    /// <param name="modelVersion">The version.</param>
    /// <param name="reference">What it was trained on.</param>
    /// <param name="day">The day.</param>
    /// <param name="days">The counts of days, by day; those that are missing had nothing to count.</param>
    /// <param name="service">The day's latencies and failed requests; null where nobody has counted them.</param>
    public MonitoringReport Judge(
        string modelVersion, ModelReference reference, DateOnly day, IReadOnlyDictionary<DateOnly, MonitoringDay> days, (LatencySketch Latency, long Failed)? service = null)
    {
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentNullException.ThrowIfNull(days);
        var windows = new[] { options.HealthWindowDays, options.ShortWindowDays, options.LongWindowDays }.Distinct().Order()
            .Select(length => (Length: length, Counts: Merge(reference, days, day, length))).ToArray();

        // Of one hotel alone, all are the same as the one.
        var names = reference.Scopes.Count == 2 ? reference.Scopes.Keys.Where(n => n != ModelReference.All) : reference.Scopes.Keys.OrderBy(n => n == ModelReference.All ? 0 : 1).ThenBy(n => n, StringComparer.Ordinal);
        ScopeReport[] scopes = [.. names.AsParallel().AsOrdered().Select(name => Scope(name, reference, day, days, windows))];
        var served = service is { } s ? _service.Judge(day, s.Latency, s.Failed) : null;
        Finding[] findings = [.. new FindingReader(options).Read(scopes), .. served is null ? [] : _service.Findings(served)];
        return new MonitoringReport
        {
            Day = day,
            ModelVersion = modelVersion,
            Scopes = scopes,
            Service = served,
            Findings = [.. findings.OrderByDescending(f => f.Severity).ThenBy(f => f.Key, StringComparer.Ordinal)],
        };
    }

    private static MonitoringDay Merge(ModelReference reference, IReadOnlyDictionary<DateOnly, MonitoringDay> days, DateOnly to, int length)
    {
        var window = new MonitoringDay(reference, to);
        for (var back = 0; back < length; back++)
        {
            if (days.TryGetValue(to.AddDays(-back), out var counts))
            {
                window.Absorb(counts);
            }
        }

        return window;
    }

    private ScopeReport Scope(string name, ModelReference reference, DateOnly day, IReadOnlyDictionary<DateOnly, MonitoringDay> days, (int Length, MonitoringDay Counts)[] windows)
    {
        var scope = reference.Scopes[name];
        ScopeDay? Counted(DateOnly on) => days.TryGetValue(on, out var counts) ? counts.Scopes.GetValueOrDefault(name) : null;
        var inputs = windows.Select(w => (w.Length, Counts: w.Counts.Scopes.GetValueOrDefault(name))).Where(w => w.Counts is not null)
            .Select(w => new WindowVerdict(day.AddDays(1 - w.Length), day, w.Counts!.Probability.Rows, _drift.Judge(Columns(reference, scope, w.Counts, day.AddDays(1 - w.Length), day)))).ToArray();
        var matured = day.AddDays(-options.MatureDays);
        return new ScopeReport
        {
            Property = name == ModelReference.All ? null : name,
            Inputs = inputs,
            Predictions = windows[^1].Counts.Scopes.GetValueOrDefault(name) is { } longest ? PredictionJudge.Judge(scope.Probability, longest.Probability, scope.Dispersion, options) : null,
            Concept = _concept.Judge(scope, day, [.. Enumerable.Range(0, options.ConceptDays).Select(back => Counted(day.AddDays(-back))?.Concept ?? default)]),
            Performance = _cohorts.Judge(scope, [.. Enumerable.Range(1 - options.LongWindowDays, options.LongWindowDays).Select(d => (Day: matured.AddDays(d), Counts: Counted(matured.AddDays(d))))
                .Where(d => d.Counts is not null).Select(d => (d.Day, d.Counts!.Outcomes))]),
        };
    }

    private static ColumnComparison[] Columns(ModelReference reference, ScopeReference scope, ScopeDay counts, DateOnly from, DateOnly to) =>
        [.. scope.Columns.Select((column, i) => new ColumnComparison
        {
            Name = reference.Columns[i].Name,
            Source = reference.Columns[i].Source,
            Reference = column.Sketch,
            Current = counts.Columns[i],
            Season = column.Season(from, to),
            Importance = reference.Importance[i],
            DesignEffect = column.DesignEffect,
        })];
}
