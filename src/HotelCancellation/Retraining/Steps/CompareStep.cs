using HotelCancellation.Model;
using HotelCancellation.Registry;
using HotelCancellation.Retraining.Gate;
using HotelCancellation.Retraining.Workflows;

namespace HotelCancellation.Retraining.Steps;

/// <summary>Asks the gate, and keeps its verdict with the version.</summary>
internal sealed class CompareStep(PromotionGate gate, ModelRegistry registry, BlobRunFiles files) : IStep<CompareInput, ComparedModels>
{
    public async Task<ComparedModels> RunAsync(string runId, CompareInput input, CancellationToken cancellationToken)
    {
        var question = await files.ReadAsync<GateQuestion>(input.Blob, cancellationToken);
        var verdict = await Task.Run(() => gate.Judge(question), cancellationToken);
        var name = await registry.AttachVerdictAsync(new ModelVersion(input.Challenger), runId, verdict.ToJson(), cancellationToken);
        return new ComparedModels(verdict.Outcome == GateOutcome.Promote, verdict.Summary, name);
    }
}
