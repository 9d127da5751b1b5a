using HotelCancellation.Retraining.Steps;
using HotelCancellation.Retraining.Workflows;
using Microsoft.DurableTask;

namespace HotelCancellation.Functions.Workflows;

/// <summary>Runs a workflow as a durable orchestration: its history is the record, one activity does all steps.</summary>
/// <param name="context">The orchestration.</param>
internal sealed class DurableWorkflowContext(TaskOrchestrationContext context) : IWorkflowContext
{
    /// <summary>The activity.</summary>
    public const string Activity = "run-step";

    // Constants, not settings: a history must replay the same whatever has been set since.
    private static readonly TaskOptions Retry = TaskOptions.FromRetryPolicy(new RetryPolicy(5, TimeSpan.FromSeconds(5), 2, TimeSpan.FromMinutes(5)));

    public string RunId => context.InstanceId;

    public DateTimeOffset Now => new(context.CurrentUtcDateTime, TimeSpan.Zero);

    public async Task<TResult> StepAsync<TInput, TResult>(string step, TInput input)
    {
        string said;
        try
        {
            said = await context.CallActivityAsync<string>(Activity, WorkflowJson.Write(new StepCall(RunId, step, WorkflowJson.Write(input))), Retry);
        }
        catch (TaskFailedException e)
        {
            throw new StepFailedException(step, e.Message);
        }

        var answer = WorkflowJson.Read<StepAnswer>(said);
        return answer.Result is { } result ? WorkflowJson.Read<TResult>(result) : throw new RunCancelledException(answer.CancelledBy ?? "", answer.CancelReason ?? "");
    }

    public async Task<TWord?> WaitAsync<TWord>(string name, TimeSpan atMost)
        where TWord : class
    {
        using var stop = new CancellationTokenSource();
        var word = context.WaitForExternalEvent<string>(name, stop.Token);
        var time = context.CreateTimer(context.CurrentUtcDateTime + atMost, stop.Token);
        var first = await Task.WhenAny(word, time);
        Stop(stop);
        return first == word ? WorkflowJson.Read<TWord>(await word) : null;
    }

    /// <summary>At once and here: what goes on elsewhere is not on record.</summary>
    private static void Stop(CancellationTokenSource waiting) => waiting.Cancel();
}
