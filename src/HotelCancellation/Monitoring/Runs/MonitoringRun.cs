using HotelCancellation.Monitoring.Alerts;
using HotelCancellation.Monitoring.Days;
using HotelCancellation.Monitoring.Judging;
using HotelCancellation.Monitoring.Pages;
using HotelCancellation.Monitoring.References;
using HotelCancellation.Monitoring.Reports;
using HotelCancellation.Monitoring.Triggers;
using HotelCancellation.Platform;
using HotelCancellation.Predictions;
using HotelCancellation.Registry;
using HotelCancellation.Serving;
using Microsoft.Extensions.Options;

namespace HotelCancellation.Monitoring.Runs;

/// <summary>
/// Judges the last day of the prediction log that is over, for the champion: counts, outcomes, verdict, decision, report, alerts, in this order. It may be killed at any line and
/// run by any number of processes: each step makes the same of the same, the decision is made once a day, and the index names a report when all of it is there.
/// </summary>
public sealed class MonitoringRun
{
    private readonly ModelRegistry _registry;
    private readonly PastModels _models;
    private readonly LoggedPredictions _predictions;
    private readonly BookingCounts _bookings;
    private readonly OutcomeCounts _outcomes;
    private readonly ServiceCounts _service;
    private readonly MonitoringJudge _judge;
    private readonly TriggerPolicy _policy;
    private readonly BlobMonitoring _store;
    private readonly TableDecisions _decisions;
    private readonly AlertDesk _alerts;
    private readonly MonitoringGauges _gauges;
    private readonly TimeProvider _time;
    private readonly MonitoringOptions _options;
    private readonly MonitoringRunOptions _runs;

    internal MonitoringRun(
        ModelRegistry registry, PastModels models, LoggedPredictions predictions, BookingCounts bookings, OutcomeCounts outcomes, ServiceCounts service, MonitoringJudge judge, TriggerPolicy policy,
        BlobMonitoring store, TableDecisions decisions, AlertDesk alerts, MonitoringGauges gauges, TimeProvider time, IOptions<MonitoringOptions> options, IOptions<MonitoringRunOptions> runs)
    {
        (_registry, _models, _predictions, _bookings, _outcomes, _service, _judge, _policy) = (registry, models, predictions, bookings, outcomes, service, judge, policy);
        (_store, _decisions, _alerts, _gauges, _time, _options, _runs) = (store, decisions, alerts, gauges, time, options.Value, runs.Value);
    }

    /// <summary>Judges what there is to judge, and tells the webhook what it has yet to be told.</summary>
    /// <exception cref="StorageUnavailableException">Storage does not answer. Nothing is lost; run it again.</exception>
    public async Task<MonitoringSummary> RunAsync(CancellationToken cancellationToken)
    {
        var summary = await JobTrace.RunAsync("monitor", () => RunLeasedAsync(cancellationToken));
        _gauges.Ran(summary.Result);
        await _gauges.ReadAsync(cancellationToken);
        return summary;
    }

    private async Task<MonitoringSummary> RunLeasedAsync(CancellationToken cancellationToken)
    {
        await using var lease = await _store.TryLeaseAsync(TimeSpan.FromSeconds(_runs.LeaseSeconds), _time, cancellationToken);
        if (lease is null)
        {
            return new MonitoringSummary { Result = MonitoringResult.Busy };
        }

        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lease.Lost);
        try
        {
            var summary = await JudgeAsync(both.Token);
            return summary with { Untold = await _alerts.TellAsync(both.Token) };
        }
        catch (OperationCanceledException) when (lease.Lost.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return new MonitoringSummary { Result = MonitoringResult.Conflict };
        }
    }

    private async Task<MonitoringSummary> JudgeAsync(CancellationToken cancellationToken)
    {
        if (await _registry.GetAliasAsync(ModelAlias.Champion, cancellationToken) is not { } champion)
        {
            return new MonitoringSummary { Result = MonitoringResult.NoModel };
        }

        var version = champion.Version.Value;
        var logged = await _predictions.DaysAsync(cancellationToken);
        if (logged.Count == 0)
        {
            return new MonitoringSummary { Result = MonitoringResult.NoDays, ModelVersion = version };
        }

        var day = logged[^1];
        var (index, tag) = await _store.IndexAsync(cancellationToken);
        if (index.Reports.Any(r => r.Day == day && r.ModelVersion == version))
        {
            // Whoever made it may have been killed before its alerts were kept.
            if (await _store.ReportAsync(version, day, cancellationToken) is { } kept)
            {
                await _alerts.TakeAsync(kept, cancellationToken);
            }

            return new MonitoringSummary { Result = MonitoringResult.UpToDate, ModelVersion = version, Day = day };
        }

        if ((await _models.LoadAsync(champion.Version, cancellationToken)).Bundle is not { } bundle || await _registry.ReadReferenceAsync(bundle.Manifest, cancellationToken) is not { } bytes)
        {
            return new MonitoringSummary { Result = MonitoringResult.NoReference, ModelVersion = version, Day = day };
        }

        var reference = ModelReference.FromBytes(bundle.Model.Encoder, bytes);
        var (days, counted) = await CountAsync(version, reference, day, cancellationToken);
        var labels = await _outcomes.CountAsync(version, reference, Later(day.AddDays(-_runs.LookBackDays), logged[0]), day, days, cancellationToken);
        var report = _judge.Judge(version, reference, day, days, await _service.CountAsync(day, cancellationToken));
        var question = new TriggerQuestion { Day = day, Findings = report.Findings, NewLabels = labels };
        report = report with { Decision = await _decisions.DecideAsync(day, state => _policy.Decide(question, state), cancellationToken) };
        var moved = await KeepAsync(report, Distribution.Of(reference, days, day, _options), index, tag, cancellationToken);
        if (moved)
        {
            await _alerts.TakeAsync(report, cancellationToken);

            // The index does not name them any more.
            await _store.RemoveBeforeAsync(FirstKept(day), cancellationToken);
        }

        return new MonitoringSummary { Result = moved ? MonitoringResult.Judged : MonitoringResult.Conflict, ModelVersion = version, Day = day, Counted = counted, Findings = report.Findings.Count };
    }

    /// <summary>The counts of the days that the judge looks at; those of bookings are kept, and made again where the log has changed.</summary>
    private async Task<(Dictionary<DateOnly, MonitoringDay> Days, int Counted)> CountAsync(
        string version, ModelReference reference, DateOnly day, CancellationToken cancellationToken)
    {
        var logged = new Dictionary<DateOnly, string>();
        for (var on = day.AddDays(-_options.LongWindowDays); on <= day; on = on.AddDays(1))
        {
            if (await _predictions.ContentAsync(on, cancellationToken) is { } content)
            {
                logged.Add(on, content);
            }
        }

        var kept = await _store.SourcesAsync(version, cancellationToken);
        DateOnly[] window = [.. Enumerable.Range(0, _judge.DaysNeeded).Select(back => day.AddDays(-back))];
        DateOnly[] bookings = [.. window.Where(d => d.DayNumber > day.DayNumber - _options.LongWindowDays && BookingCounts.SourcesOf(d, logged) != BookingCounts.Nothing)];
        DateOnly[] stale = [.. bookings.Where(d => kept.GetValueOrDefault(d) != BookingCounts.SourcesOf(d, logged))];
        var fresh = await _bookings.CountAsync(version, reference, stale, day, cancellationToken);
        foreach (var (on, counts) in fresh)
        {
            await _store.WriteCountsAsync(version, on, counts.ToBytes(), BookingCounts.SourcesOf(on, logged), cancellationToken);
        }

        var days = window.ToDictionary(d => d, d => fresh.GetValueOrDefault(d) ?? new MonitoringDay(reference, d));
        foreach (var on in bookings.Except(stale))
        {
            if (await _store.CountsAsync(version, on, cancellationToken) is { } counts)
            {
                days[on] = MonitoringDay.FromBytes(reference, counts);
            }
        }

        return (days, stale.Length);
    }

    /// <summary>Report and page, then the curves, then the index, which makes it count.</summary>
    private async Task<bool> KeepAsync(MonitoringReport report, IReadOnlyList<Distribution> distributions, MonitoringIndex index, string? tag, CancellationToken cancellationToken)
    {
        var (history, historyTag) = await _store.HistoryAsync(report.ModelVersion, cancellationToken);
        history = history.With(report, report.Day.AddDays(-_runs.HistoryDays));
        var previous = index.Before(report.Day, report.ModelVersion);
        await _store.WriteReportAsync(report, MonitoringPage.Write(report, history, distributions, previous, _options), cancellationToken);
        var entry = new ReportEntry(report.Day, report.ModelVersion, _time.GetUtcNow(), [.. report.Findings.Select(f => f.Key)], report.Decision?.Outcome);
        return await _store.TryMoveAsync(report.ModelVersion, history, historyTag, cancellationToken) && await _store.TryMoveAsync(index.With(entry, FirstKept(report.Day)), tag, cancellationToken);
    }

    private DateOnly FirstKept(DateOnly day) => day.AddDays(1 - _runs.RetentionDays);

    private static DateOnly Later(DateOnly a, DateOnly b) => a > b ? a : b;
}
