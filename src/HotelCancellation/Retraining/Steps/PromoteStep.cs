using HotelCancellation.Model;
using HotelCancellation.Registry;
using HotelCancellation.Retraining.Workflows;

namespace HotelCancellation.Retraining.Steps;

/// <summary>
/// Makes a challenger the champion, if the champion is still the one that it was compared with. One write of storage moves the alias and says who has moved it, so that a champion is never
/// half of one, and a step that is done again sees that it was done.
/// </summary>
internal sealed class PromoteStep(ModelRegistry registry) : IStep<PromoteInput, PromotedModel>
{
    public async Task<PromotedModel> RunAsync(string runId, PromoteInput input, CancellationToken cancellationToken)
    {
        var version = new ModelVersion(input.Challenger);
        var by = By(runId);
        if ((await registry.HistoryAsync(ModelAlias.Champion, cancellationToken)).Any(m => !m.IsRollback && m.Version == version && m.By == by))
        {
            return new PromotedModel(true, $"{version} was made the champion.");
        }

        // A version that no host would let in is not to be the champion for a moment.
        if ((await registry.LoadAsync(version, cancellationToken)).Refusal is { } refusal)
        {
            return new PromotedModel(false, refusal);
        }

        var move = await registry.MoveAliasAsync(ModelAlias.Champion, version, input.ChampionTag, by, input.Reason, cancellationToken);
        return move.Result == AliasMoveResult.Moved
            ? new PromotedModel(true, $"{version} was made the champion.")
            : new PromotedModel(false, $"{version} was compared with another champion. {move.Message}");
    }

    /// <summary>How a run signs in the history of an alias.</summary>
    internal static string By(string runId) => $"run {runId}";
}
