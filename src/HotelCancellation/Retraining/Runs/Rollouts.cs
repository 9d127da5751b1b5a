using HotelCancellation.Model;
using HotelCancellation.Registry;
using HotelCancellation.Retraining.Engine;
using HotelCancellation.Retraining.Gate;
using HotelCancellation.Retraining.Workflows;

namespace HotelCancellation.Retraining.Runs;

/// <summary>What came of somebody's word.</summary>
/// <param name="Run">The rollout as it is now; null where there is none of that id.</param>
/// <param name="Refusal">Why the word does not count; null where it does.</param>
public sealed record WordResult(RunRecord? Run, string? Refusal);

/// <summary>Finds rollouts, and takes what is said to them.</summary>
public sealed class Rollouts
{
    private readonly TableRuns _runs;
    private readonly RunWords _words;
    private readonly ModelRegistry _registry;
    private readonly TimeProvider _time;

    internal Rollouts(TableRuns runs, RunWords words, ModelRegistry registry, TimeProvider time) => (_runs, _words, _registry, _time) = (runs, words, registry, time);

    /// <summary>A rollout; null where there is none of that id.</summary>
    /// <exception cref="Platform.StorageUnavailableException">Storage does not answer.</exception>
    public async Task<RunRecord?> FindAsync(string id, CancellationToken cancellationToken) =>
        await _runs.FindAsync(id, cancellationToken) is { Kind: RunKind.Rollout } run ? run : null;

    /// <summary>The rollouts, the newest first.</summary>
    /// <exception cref="Platform.StorageUnavailableException">Storage does not answer.</exception>
    public async Task<IReadOnlyList<RunRecord>> ListAsync(CancellationToken cancellationToken) => await _runs.ListAsync(RunKind.Rollout, openOnly: false, cancellationToken);

    /// <summary>Says something to a rollout.</summary>
    /// <returns>The rollout, and why the word does not count.</returns>
    /// <exception cref="Platform.StorageUnavailableException">Storage does not answer.</exception>
    public async Task<WordResult> SayAsync(string id, RolloutWord word, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(word);
        if (await FindAsync(id, cancellationToken) is not { } run)
        {
            return new WordResult(null, null);
        }

        var input = WorkflowJson.Read<RolloutInput>(run.Input);
        if (run.IsEnded)
        {
            return new WordResult(run, $"Rollout {id} is over: {run.Statement}");
        }

        if (word.Kind == RolloutWordKind.Approve && !input.Passed)
        {
            return new WordResult(run, $"The gate has refused {input.Challenger}. To let it in all the same, override with a reason. {input.Verdict}");
        }

        if (word.Kind is RolloutWordKind.Approve or RolloutWordKind.Override or RolloutWordKind.Reject && input.Passed && !input.RequireApproval)
        {
            return new WordResult(run, $"Rollout {id} waits for nobody's word.");
        }

        if (word.Kind == RolloutWordKind.Override)
        {
            // Kept with the version before it has an effect.
            var kept = new GateOverride(word.By, word.Note, _time.GetUtcNow());
            await _registry.AttachVerdictAsync(new ModelVersion(input.Challenger), $"override-{run.Parent}", System.Text.Encoding.UTF8.GetBytes(WorkflowJson.Write(kept)), cancellationToken);
        }

        await _words.SayAsync(id, RolloutWorkflow.Word, word, null, cancellationToken);
        return new WordResult(await FindAsync(id, cancellationToken), null);
    }
}
