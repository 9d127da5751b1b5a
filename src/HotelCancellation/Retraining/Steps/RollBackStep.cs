using HotelCancellation.Model;
using HotelCancellation.Registry;
using HotelCancellation.Retraining.Workflows;

namespace HotelCancellation.Retraining.Steps;

/// <summary>Moves the champion back to the version before it, if it is still the one that the rollout has let in.</summary>
internal sealed class RollBackStep(ModelRegistry registry) : IStep<RollBackInput, RolledBackModel>
{
    public async Task<RolledBackModel> RunAsync(string runId, RollBackInput input, CancellationToken cancellationToken)
    {
        var version = new ModelVersion(input.Version);
        var by = PromoteStep.By(runId);
        if ((await registry.HistoryAsync(ModelAlias.Champion, cancellationToken)).Any(m => m.IsRollback && m.From == version && m.By == by))
        {
            return new RolledBackModel(true, "The champion before it is back.");
        }

        if (await registry.GetAliasAsync(ModelAlias.Champion, cancellationToken) is not { } champion || champion.Version != version)
        {
            return new RolledBackModel(false, $"{version} is not the champion any more.");
        }

        var move = await registry.RollbackAsync(by, input.Reason, cancellationToken);
        return move.Result switch
        {
            AliasMoveResult.Moved => new RolledBackModel(true, $"{move.State!.Version} is the champion again."),
            AliasMoveResult.NoPrevious => new RolledBackModel(false, $"{move.Message} {version} stays."),
            _ => throw new InvalidOperationException(move.Message),
        };
    }
}
