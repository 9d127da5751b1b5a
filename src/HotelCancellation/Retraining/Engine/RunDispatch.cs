using HotelCancellation.Platform;
using HotelCancellation.Retraining.Runs;
using HotelCancellation.Retraining.Workflows;
using Microsoft.Extensions.Options;

namespace HotelCancellation.Retraining.Engine;

/// <summary>
/// Brings runs, which are rows, to a host that runs workflows by itself, such as Durable Functions: starts those that were asked for, hands on what was said to them, ends those whose instance is
/// over without having said so. Under a lease, so that one process does it. Done again after having been cut off it starts nothing twice, since an instance has the run's id; a word may
/// come twice, and the second says nothing new.
/// </summary>
public sealed class RunDispatch
{
    private readonly StorageClients _storage;
    private readonly TableRuns _runs;
    private readonly TableJournal _journal;
    private readonly RetrainingRuns _retraining;
    private readonly RunEnding _ending;
    private readonly StuckRuns _stuck;
    private readonly TimeProvider _time;
    private readonly RetrainingOptions _options;

    internal RunDispatch(
        StorageClients storage, TableRuns runs, TableJournal journal, RetrainingRuns retraining, RunEnding ending, StuckRuns stuck, TimeProvider time, IOptions<RetrainingOptions> options) =>
        (_storage, _runs, _journal, _retraining, _ending, _stuck, _time, _options) = (storage, runs, journal, retraining, ending, stuck, time, options.Value);

    /// <summary>Does it for all runs that have not ended.</summary>
    /// <exception cref="StorageUnavailableException">Storage does not answer. Nothing is lost; run it again.</exception>
    public async Task RunAsync(IWorkflowHost host, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(host);
        await using var lease = await StorageLease.TryTakeAsync(
            _storage.Container(StorageLease.Container), "dispatch", TimeSpan.FromSeconds(_options.LeaseSeconds), _time, cancellationToken);
        if (lease is null)
        {
            return;
        }

        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lease.Lost);
        await _retraining.BeginDecidedAsync(both.Token);
        var open = await _runs.ListAsync(null, openOnly: true, both.Token);
        _stuck.Report(open);
        foreach (var run in open.OrderBy(r => r.Created))
        {
            await BringAsync(host, run, both.Token);
        }
    }

    private async Task BringAsync(IWorkflowHost host, RunRecord run, CancellationToken cancellationToken)
    {
        switch (await host.FindAsync(run.Id, cancellationToken))
        {
            case InstanceState.None:
                var holder = await _runs.TakeGroupAsync(run.Kind, run.Group, run.Id, cancellationToken);
                if (holder == run.Id)
                {
                    await host.StartAsync(run.Kind, run.Id, run.Input, cancellationToken);
                }
                else if (run.Kind == RunKind.Retraining)
                {
                    await EndAsync(run.Id, $"Run {holder} is under way for '{run.Group}'.", cancellationToken);
                }

                break;
            case InstanceState.Over:
                await EndAsync(run.Id, $"Its instance is over without an end of the run: the workflow that it was begun with (version {run.WorkflowVersion}) is not known here, or it was ended from outside.", cancellationToken);
                break;
            default:
                foreach (var word in (await _journal.ReadAsync(run.Id, cancellationToken)).Words.Where(w => !w.IsHandedOn).OrderBy(w => w.Id, StringComparer.Ordinal))
                {
                    await host.SayAsync(run.Id, word.Name, word.Content, cancellationToken);
                    await _journal.HandOnAsync(run.Id, word, cancellationToken);
                }

                break;
        }
    }

    private Task EndAsync(string id, string reason, CancellationToken cancellationToken) => _ending.EndAsync(id, new WorkflowResult(RunOutcome.Refused, reason), cancellationToken);
}
