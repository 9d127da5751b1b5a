using HotelCancellation.Retraining.Runs;
using HotelCancellation.Retraining.Workflows;

namespace HotelCancellation.Retraining.Steps;

/// <summary>Writes down how a run ended.</summary>
internal sealed class EndStep(RunEnding ending, RunTrainings trainings) : IStep<WorkflowResult, WorkflowResult>
{
    public async Task<WorkflowResult> RunAsync(string runId, WorkflowResult input, CancellationToken cancellationToken)
    {
        await ending.EndAsync(runId, input, cancellationToken);
        trainings.Forget();
        return input;
    }
}
