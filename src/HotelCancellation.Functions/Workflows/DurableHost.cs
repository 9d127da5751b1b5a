using HotelCancellation.Retraining.Engine;
using HotelCancellation.Retraining.Runs;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace HotelCancellation.Functions.Workflows;

/// <summary>Durable Functions as what runs workflows.</summary>
/// <param name="client">The client of an invocation.</param>
internal sealed class DurableHost(DurableTaskClient client) : IWorkflowHost
{
    /// <summary>The orchestrator of retraining runs.</summary>
    public const string Retraining = "retraining-workflow";

    /// <summary>The orchestrator of rollouts.</summary>
    public const string Rollout = "rollout-workflow";

    public async Task<InstanceState> FindAsync(string id, CancellationToken cancellationToken) =>
        await client.GetInstanceAsync(id, getInputsAndOutputs: false, cancellationToken) is { } instance ? instance.IsCompleted ? InstanceState.Over : InstanceState.UnderWay : InstanceState.None;

    public Task StartAsync(RunKind kind, string id, string input, CancellationToken cancellationToken) =>
        client.ScheduleNewOrchestrationInstanceAsync(kind == RunKind.Retraining ? Retraining : Rollout, input, new StartOrchestrationOptions(id), cancellationToken);

    public Task SayAsync(string id, string name, string word, CancellationToken cancellationToken) => client.RaiseEventAsync(id, name, word, cancellationToken);
}
