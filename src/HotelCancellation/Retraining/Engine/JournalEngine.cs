using System.Text.Json;
using HotelCancellation.Platform;
using HotelCancellation.Retraining.Runs;
using HotelCancellation.Retraining.Steps;
using HotelCancellation.Retraining.Workflows;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HotelCancellation.Retraining.Engine;

/// <summary>How a pass over a run ended.</summary>
public enum PassResult
{
    /// <summary>The run is over.</summary>
    Ended,

    /// <summary>It waits for a time or a word.</summary>
    Suspended,

    /// <summary>Another process works at it.</summary>
    Busy,

    /// <summary>Another run of its group is under way.</summary>
    Queued,

    /// <summary>There is no such run.</summary>
    Unknown,
}

/// <summary>
/// Runs workflows by their journals, in any number of processes: a lease on a blob lets one of them work at a run, the journal lets none of them do anything twice. It may be killed at
/// any line; whoever comes next goes on at the first step that has no end in the journal.
/// </summary>
public sealed partial class JournalEngine
{
    private readonly StorageClients _storage;
    private readonly TableRuns _runs;
    private readonly TableJournal _journal;
    private readonly StepRunner _steps;
    private readonly RunEnding _ending;
    private readonly StuckRuns _stuck;
    private readonly TimeProvider _time;
    private readonly RetrainingOptions _options;
    private readonly ILogger<JournalEngine> _logger;

    internal JournalEngine(
        StorageClients storage, TableRuns runs, TableJournal journal, StepRunner steps, RunEnding ending, StuckRuns stuck, TimeProvider time, IOptions<RetrainingOptions> options,
        ILogger<JournalEngine> logger) =>
        (_storage, _runs, _journal, _steps, _ending, _stuck, _time, _options, _logger) = (storage, runs, journal, steps, ending, stuck, time, options.Value, logger);

    /// <summary>Works at all runs of a kind that can go on, one after the other.</summary>
    /// <exception cref="StorageUnavailableException">Storage does not answer.</exception>
    public async Task WorkAsync(RunKind kind, CancellationToken cancellationToken)
    {
        var open = await _runs.ListAsync(null, openOnly: true, cancellationToken);
        _stuck.Report(open);
        foreach (var run in open.Where(r => r.Kind == kind && !(r.WakeAt > _time.GetUtcNow())).OrderBy(r => r.Created))
        {
            await RunAsync(run.Id, cancellationToken);
        }
    }

    /// <summary>Takes a run as far as it can go now.</summary>
    /// <exception cref="StorageUnavailableException">Storage does not answer.</exception>
    public async Task<PassResult> RunAsync(string id, CancellationToken cancellationToken)
    {
        if (await _runs.FindAsync(id, cancellationToken) is not { } run)
        {
            return PassResult.Unknown;
        }

        if (run.IsEnded)
        {
            return PassResult.Ended;
        }

        await using var lease = await StorageLease.TryTakeAsync(_storage.Container(StorageLease.Container), $"run-{id}", TimeSpan.FromSeconds(_options.LeaseSeconds), _time, cancellationToken);
        if (lease is null)
        {
            return PassResult.Busy;
        }

        if (Refusal(run) is { } refusal)
        {
            return await EndAsync(id, RunOutcome.Refused, refusal, cancellationToken);
        }

        if (await _runs.TakeGroupAsync(run.Kind, run.Group, id, cancellationToken) is var holder && holder != id)
        {
            return run.Kind == RunKind.Rollout ? PassResult.Queued : await EndAsync(id, RunOutcome.Refused, $"Run {holder} is under way for '{run.Group}'.", cancellationToken);
        }

        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lease.Lost);
        try
        {
            await _runs.ChangeAsync(id, r => r.IsEnded ? null : r with { Pickups = r.Pickups + 1, Updated = _time.GetUtcNow() }, both.Token);
            return await PassAsync(run, both.Token);
        }
        catch (OperationCanceledException) when (lease.Lost.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return PassResult.Busy;
        }
        catch (Exception e) when (e is InvalidDataException or JsonException)
        {
            Log.Unreadable(_logger, e, id);
            return await EndAsync(id, RunOutcome.Refused, e.Message, cancellationToken);
        }
        catch (StepFailedException e)
        {
            // Of the last step alone, which writes the end down: any other is the workflow's to answer for.
            return await EndAsync(id, RunOutcome.Failed, e.Message, cancellationToken);
        }
    }

    private async Task<PassResult> PassAsync(RunRecord run, CancellationToken cancellationToken)
    {
        var context = await JournalContext.OpenAsync(run.Id, run.Created, _journal, _steps, _time, _options, cancellationToken);
        var workflow = run.Kind == RunKind.Retraining
            ? RetrainingWorkflow.RunAsync(context, WorkflowJson.Read<RetrainingInput>(run.Input))
            : RolloutWorkflow.RunAsync(context, WorkflowJson.Read<RolloutInput>(run.Input));
        if (await Task.WhenAny(workflow, context.Interrupted) == workflow)
        {
            await workflow;
            return PassResult.Ended;
        }

        var interruption = await context.Interrupted;
        if (interruption.IsLost)
        {
            return PassResult.Busy;
        }

        // A word that came meanwhile has set the time to wake at; it would be overwritten, were it not for the check against the journal in the next pass.
        var (_, words) = await _journal.ReadAsync(run.Id, cancellationToken);
        await _runs.ChangeAsync(
            run.Id,
            r => r.IsEnded ? null : r with { Status = RunStatus.Suspended, WakeAt = words.Count > context.Words ? _time.GetUtcNow() : interruption.WakeAt, Updated = _time.GetUtcNow() },
            cancellationToken);
        return PassResult.Suspended;
    }

    private static string? Refusal(RunRecord run) =>
        (run.Kind == RunKind.Retraining ? RetrainingWorkflow.Knows(run.WorkflowVersion) : RolloutWorkflow.Knows(run.WorkflowVersion)) ? null
            : $"It was begun with version {run.WorkflowVersion} of the workflow, which this program does not know. Start another one.";

    private async Task<PassResult> EndAsync(string id, RunOutcome outcome, string reason, CancellationToken cancellationToken)
    {
        await _ending.EndAsync(id, new WorkflowResult(outcome, reason), cancellationToken);
        return PassResult.Ended;
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "Run {Run} cannot be carried on.")]
        public static partial void Unreadable(ILogger logger, Exception exception, string run);
    }
}
