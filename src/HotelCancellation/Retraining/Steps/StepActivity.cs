using HotelCancellation.Retraining.Workflows;

namespace HotelCancellation.Retraining.Steps;

/// <summary>A step, asked for and answered in text: what an engine that is not ours calls.</summary>
public sealed class StepActivity
{
    private readonly StepRunner _runner;

    internal StepActivity(StepRunner runner) => _runner = runner;

    /// <summary>Does a step.</summary>
    /// <param name="call">A <see cref="StepCall"/>, JSON.</param>
    /// <param name="cancellationToken">Ends it; it is done again then.</param>
    /// <returns>A <see cref="StepAnswer"/>, JSON.</returns>
    public async Task<string> RunAsync(string call, CancellationToken cancellationToken) => WorkflowJson.Write(await _runner.RunAsync(WorkflowJson.Read<StepCall>(call), cancellationToken));
}
