using System.Globalization;
using HotelCancellation.Monitoring.Runs;
using HotelCancellation.Monitoring.Triggers;
using HotelCancellation.Retraining.Engine;
using HotelCancellation.Retraining.Steps;
using HotelCancellation.Retraining.Workflows;
using Microsoft.Extensions.Options;

namespace HotelCancellation.Retraining.Runs;

/// <summary>What came of a request for a run.</summary>
/// <param name="Run">The run that was begun or joined; null where neither was.</param>
/// <param name="IsNew">Whether it was begun for this request.</param>
/// <param name="Refusal">Why there is none.</param>
public sealed record RunRequestResult(RunRecord? Run, bool IsNew, string? Refusal);

/// <summary>Begins, finds and ends retraining runs. A run is a row; whoever works at runs finds it there.</summary>
public sealed class RetrainingRuns
{
    private const int Decisions = 14;
    private readonly TableRuns _runs;
    private readonly TableJournal _journal;
    private readonly KeptReports _reports;
    private readonly TimeProvider _time;
    private readonly RetrainingOptions _options;
    private readonly RolloutOptions _rollout;

    internal RetrainingRuns(TableRuns runs, TableJournal journal, KeptReports reports, TimeProvider time, IOptions<RetrainingOptions> options, IOptions<RolloutOptions> rollout) =>
        (_runs, _journal, _reports, _time, _options, _rollout) = (runs, journal, reports, time, options.Value, rollout.Value);

    /// <summary>Begins a run, or joins the one that is under way, as <see cref="RetrainingOptions.WhileRunning"/> says.</summary>
    /// <param name="by">Who asks.</param>
    /// <param name="reason">Why.</param>
    /// <param name="id">The run's id, so that the same request begins one run however often it comes; null for one of its own.</param>
    /// <param name="requireApproval">Whether somebody must agree before the challenger is let in; null for as the settings say.</param>
    /// <param name="cancellationToken">Cancels the call; then it may have been begun.</param>
    /// <exception cref="Platform.StorageUnavailableException">Storage does not answer.</exception>
    public async Task<RunRequestResult> BeginAsync(string by, string reason, string? id, bool? requireApproval, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(by);
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        var now = _time.GetUtcNow();
        id ??= $"retraining-{now.UtcDateTime.ToString("yyyyMMdd'T'HHmmss", CultureInfo.InvariantCulture)}-{Guid.NewGuid().ToString("N")[..6]}".ToLowerInvariant();
        if (await _runs.FindAsync(id, cancellationToken) is { } same)
        {
            return new RunRequestResult(same, false, null);
        }

        var holder = await _runs.TakeGroupAsync(RunKind.Retraining, _options.Group, id, cancellationToken);
        if (holder != id && await _runs.FindAsync(holder, cancellationToken) is { } other)
        {
            return Beside(other);
        }

        var input = new RetrainingInput
        {
            WorkflowVersion = RetrainingWorkflow.Version,
            AsOf = DateOnly.FromDateTime(now.UtcDateTime),
            By = by,
            Reason = reason,
            Group = _options.Group,
            Trials = _options.Trials,
            RequireApproval = requireApproval ?? _rollout.RequireApproval,
        };
        var run = new RunRecord
        {
            Id = id,
            Kind = RunKind.Retraining,
            WorkflowVersion = RetrainingWorkflow.Version,
            Group = _options.Group,
            Created = now,
            Updated = now,
            By = by,
            Reason = reason,
            Input = WorkflowJson.Write(input),
        };
        var added = await _runs.TryAddAsync(run, cancellationToken);
        return new RunRequestResult(await _runs.FindAsync(id, cancellationToken), added, null);
    }

    /// <summary>The run that is under way, and whether a request joins it; null where there is none.</summary>
    /// <exception cref="Platform.StorageUnavailableException">Storage does not answer.</exception>
    public async Task<RunRequestResult?> UnderWayAsync(CancellationToken cancellationToken) =>
        (await _runs.ListAsync(RunKind.Retraining, openOnly: true, cancellationToken)).Find(r => r.Group == _options.Group) is { } run ? Beside(run) : null;

    /// <summary>The steps of a run in their order; none where another engine keeps them.</summary>
    /// <exception cref="Platform.StorageUnavailableException">Storage does not answer.</exception>
    public async Task<IReadOnlyList<RunStep>> StepsAsync(string id, CancellationToken cancellationToken) =>
        [.. (await _journal.ReadAsync(id, cancellationToken)).Entries.Values.Select(e => new RunStep(e.Name, e.Attempts, e.FinishedAt, e.Failure))];

    /// <summary>The rollout that a run has begun; null where it has begun none.</summary>
    /// <exception cref="Platform.StorageUnavailableException">Storage does not answer.</exception>
    public async Task<string?> RolloutOfAsync(string id, CancellationToken cancellationToken) =>
        (await _runs.FindAsync(StageStep.RolloutOf(id), cancellationToken))?.Id;

    /// <summary>Begins the run of the newest decision of monitoring to train, unless it was begun before.</summary>
    /// <returns>The run; null where there is nothing to begin.</returns>
    /// <exception cref="Platform.StorageUnavailableException">Storage does not answer.</exception>
    public async Task<RunRecord?> BeginDecidedAsync(CancellationToken cancellationToken)
    {
        var decisions = await _reports.DecisionsAsync(Decisions, cancellationToken);
        if (decisions.Find(d => d.Outcome == TriggerOutcome.Train) is not { } decision)
        {
            return null;
        }

        var id = IdOf(decision);
        if (await _runs.FindAsync(id, cancellationToken) is not null)
        {
            return null;
        }

        var result = await BeginAsync(decision.By ?? "monitoring", decision.Reason, id, null, cancellationToken);
        return result.IsNew ? result.Run : null;
    }

    /// <summary>The run of a decision: the same however often it is begun.</summary>
    public static string IdOf(TriggerDecision decision)
    {
        ArgumentNullException.ThrowIfNull(decision);
        return decision.At is { } at
            ? $"retraining-{at.UtcDateTime.ToString("yyyyMMdd't'HHmmssfff", CultureInfo.InvariantCulture)}"
            : $"retraining-{decision.Day.ToString("yyyyMMdd", CultureInfo.InvariantCulture)}";
    }

    /// <summary>A retraining run; null where there is none of that id.</summary>
    /// <exception cref="Platform.StorageUnavailableException">Storage does not answer.</exception>
    public async Task<RunRecord?> FindAsync(string id, CancellationToken cancellationToken) =>
        await _runs.FindAsync(id, cancellationToken) is { Kind: RunKind.Retraining } run ? run : null;

    /// <summary>The retraining runs, the newest first.</summary>
    /// <exception cref="Platform.StorageUnavailableException">Storage does not answer.</exception>
    public async Task<IReadOnlyList<RunRecord>> ListAsync(CancellationToken cancellationToken) => await _runs.ListAsync(RunKind.Retraining, openOnly: false, cancellationToken);

    /// <summary>Asks for a run's end. What its step has done stays; nothing is promoted by it.</summary>
    /// <returns>The run as it is now; null where there is none of that id.</returns>
    /// <exception cref="Platform.StorageUnavailableException">Storage does not answer.</exception>
    public async Task<RunRecord?> CancelAsync(string id, string by, string reason, CancellationToken cancellationToken) =>
        await FindAsync(id, cancellationToken) is null ? null
            : await _runs.ChangeAsync(id, r => r.IsEnded || r.CancelledBy is not null ? null : r with { CancelledBy = by, CancelReason = reason, WakeAt = null }, cancellationToken);

    private RunRequestResult Beside(RunRecord other) => _options.WhileRunning == SecondRun.Join
        ? new RunRequestResult(other, false, null)
        : new RunRequestResult(null, false, $"Run {other.Id} is under way for '{_options.Group}'; a second one is refused (Retraining:WhileRunning).");
}
