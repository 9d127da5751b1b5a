using System.Globalization;
using HotelCancellation.Monitoring.Runs;
using HotelCancellation.Platform;
using HotelCancellation.Registry;
using HotelCancellation.Retraining.Gate;
using HotelCancellation.Retraining.Runs;
using HotelCancellation.Retraining.Steps;
using HotelCancellation.Retraining.Workflows;
using Microsoft.Extensions.Options;

namespace HotelCancellation.Retraining.Calibrations;

/// <summary>
/// Refreshes the champion's calibration by itself: a child version out of the arrivals that have matured since the training, through the promotion gate and the rollout that
/// any challenger goes through. It may be killed at any line and run by any number of processes: the same day's data give the same child, and the rollout has the day's name.
/// See <c>docs/decisions/0023</c>.
/// </summary>
public sealed class CalibrationJob
{
    private readonly BlobCalibrations _kept;
    private readonly CalibrationRefresh _refresh;
    private readonly ModelRegistry _registry;
    private readonly PromotionGate _gate;
    private readonly RowTimer _timer;
    private readonly KeptReports _reports;
    private readonly TableRuns _runs;
    private readonly StageStep _stage;
    private readonly TimeProvider _time;
    private readonly CalibrationOptions _options;
    private readonly RetrainingOptions _retraining;
    private readonly RolloutOptions _rollout;

    internal CalibrationJob(
        BlobCalibrations kept, CalibrationRefresh refresh, ModelRegistry registry, PromotionGate gate, RowTimer timer, KeptReports reports, TableRuns runs, StageStep stage, TimeProvider time,
        IOptions<CalibrationOptions> options, IOptions<RetrainingOptions> retraining, IOptions<RolloutOptions> rollout)
    {
        (_kept, _refresh, _registry, _gate, _timer, _reports, _runs, _stage, _time) = (kept, refresh, registry, gate, timer, reports, runs, stage, time);
        (_options, _retraining, _rollout) = (options.Value, retraining.Value, rollout.Value);
    }

    /// <summary>Refreshes, if it is time and nothing else is about to change the champion.</summary>
    /// <exception cref="StorageUnavailableException">Storage does not answer; run it again.</exception>
    public async Task<CalibrationRecord> RunAsync(CancellationToken cancellationToken)
    {
        var today = DateOnly.FromDateTime(_time.GetUtcNow().UtcDateTime);
        await using var lease = await _kept.TryLeaseAsync(TimeSpan.FromSeconds(_options.LeaseSeconds), _time, cancellationToken);
        if (lease is null)
        {
            return new CalibrationRecord { Day = today, Result = CalibrationResult.Busy, Statement = "Another process is at it." };
        }

        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lease.Lost);
        try
        {
            return await DueAsync(today, both.Token) ?? await JobTrace.RunAsync("refresh calibration", () => RefreshAsync(today, both.Token));
        }
        catch (OperationCanceledException) when (lease.Lost.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return new CalibrationRecord { Day = today, Result = CalibrationResult.Busy, Statement = "Another process has the lease now." };
        }
    }

    /// <summary>Why nothing is to be done; null where something is.</summary>
    private async Task<CalibrationRecord?> DueAsync(DateOnly today, CancellationToken cancellationToken)
    {
        if (_options.EveryDays == 0 || (await _kept.LatestAsync(cancellationToken) is { } last && last.Day.AddDays(_options.EveryDays) > today))
        {
            return new CalibrationRecord { Day = today, Result = CalibrationResult.NotDue, Statement = "The last one is not so long ago (Calibration:EveryDays)." };
        }

        // Whoever is compared with the champion already must not find another one in its place, and knows more than a correction does.
        var open = (await _runs.ListAsync(null, openOnly: true, cancellationToken)).Find(r => r.Group == _retraining.Group);
        return open is null ? null : new CalibrationRecord { Day = today, Result = CalibrationResult.Busy, Statement = $"{open.Id} is under way." };
    }

    private async Task<CalibrationRecord> RefreshAsync(DateOnly today, CancellationToken cancellationToken)
    {
        var run = string.Create(CultureInfo.InvariantCulture, $"calibration-{today:yyyyMMdd}");
        var tag = (await _registry.GetAliasAsync(ModelAlias.Champion, cancellationToken))?.Tag ?? AliasState.NoTag;
        var request = new CalibrationRequest { By = run, Reason = "arrivals have matured since the training" };
        var (outcome, asked, parent) = await _refresh.ProposeAsync(request, cancellationToken);
        if (outcome.Manifest is not { } child)
        {
            return await KeepAsync(new CalibrationRecord { Day = today, Result = CalibrationResult.Nothing, Statement = outcome.Refusal!, Parent = parent?.Version.Value }, cancellationToken);
        }

        var verdict = await JudgeAsync(parent!, child, asked!, cancellationToken);
        await _registry.AttachVerdictAsync(child.Version, run, verdict.ToJson(), cancellationToken);
        var record = new CalibrationRecord { Day = today, Result = CalibrationResult.Refused, Statement = verdict.Summary, Parent = parent!.Version.Value, Version = child.Version.Value };
        if (verdict.Outcome == GateOutcome.Promote)
        {
            var staged = await _stage.RunAsync(
                run, new StageInput(child.Version.Value, parent.Version.Value, tag, true, verdict.Summary, _retraining.Group, _rollout.RequireApproval), cancellationToken);
            record = record with { Result = CalibrationResult.Staged, Rollout = staged.Rollout };
        }

        return await KeepAsync(record, cancellationToken);
    }

    private async Task<GateVerdict> JudgeAsync(ModelBundle parent, ModelManifest child, CalibrationQuestions asked, CancellationToken cancellationToken)
    {
        var load = await _registry.LoadAsync(child.Version, cancellationToken);
        var bundle = load.Bundle ?? throw new InvalidDataException(load.Refusal);
        var alarms = await DataAlarms.OpenAsync(_reports, cancellationToken);
        return await Task.Run(
            () =>
            {
                var (before, after) = _timer.Measure(parent.Model, bundle.Model, asked.Asked);
                return _gate.Judge(new GateQuestion
                {
                    // The same trees: what a feature tells by itself is no news.
                    Champion = GateModel.Of(parent, before!.Value, []),
                    Challenger = GateModel.Of(bundle, after, []),
                    From = asked.From,
                    MaturedBefore = asked.MaturedBefore,
                    Rows = asked.Rows(parent),
                    Data = new GateData(true, alarms),
                });
            },
            cancellationToken);
    }

    private async Task<CalibrationRecord> KeepAsync(CalibrationRecord record, CancellationToken cancellationToken)
    {
        await _kept.WriteAsync(record, cancellationToken);
        return record;
    }
}
