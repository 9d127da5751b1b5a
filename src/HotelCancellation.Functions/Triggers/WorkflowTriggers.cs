using HotelCancellation.Functions.Workflows;
using HotelCancellation.Retraining.Engine;
using HotelCancellation.Retraining.Steps;
using HotelCancellation.Retraining.Workflows;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace HotelCancellation.Functions.Triggers;

/// <summary>The workflows as durable orchestrations, their one activity, and the timer that starts what was asked for.</summary>
public sealed class WorkflowTriggers(RunDispatch dispatch, StepActivity steps)
{
    /// <summary>A retraining run.</summary>
    [Function(DurableHost.Retraining)]
    public static async Task<string> RetrainAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var input = WorkflowJson.Read<RetrainingInput>(context.GetInput<string>()!);

        // Refused without a step; the timer writes the end into the run's row.
        return RetrainingWorkflow.Knows(input.WorkflowVersion) ? WorkflowJson.Write(await RetrainingWorkflow.RunAsync(new DurableWorkflowContext(context), input)) : "refused";
    }

    /// <summary>A rollout.</summary>
    [Function(DurableHost.Rollout)]
    public static async Task<string> RollOutAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var input = WorkflowJson.Read<RolloutInput>(context.GetInput<string>()!);
        return RolloutWorkflow.Knows(input.WorkflowVersion) ? WorkflowJson.Write(await RolloutWorkflow.RunAsync(new DurableWorkflowContext(context), input)) : "refused";
    }

    /// <summary>Any step of either.</summary>
    [Function(DurableWorkflowContext.Activity)]
    public Task<string> StepAsync([ActivityTrigger] string call, CancellationToken cancellationToken) => steps.RunAsync(call, cancellationToken);

    /// <summary>Starts runs that were asked for, hands on what was said to them, and ends those whose orchestration is over.</summary>
    [Function("dispatch-runs")]
    public Task DispatchAsync([TimerTrigger("%Schedules:DispatchRuns%")] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        dispatch.RunAsync(new DurableHost(client), cancellationToken);
}
