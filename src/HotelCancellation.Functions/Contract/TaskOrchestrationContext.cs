// Declarations only, in the namespaces of the Azure Functions worker packages, because some package feeds do not carry
// those packages. With FunctionsWorker=true this folder is left out and the real packages take its place; the function
// classes are the same source in both builds.

namespace Microsoft.DurableTask;

/// <summary>What an orchestrator may use.</summary>
public abstract class TaskOrchestrationContext
{
    /// <summary>The instance.</summary>
    public abstract string InstanceId { get; }

    /// <summary>The time of the last event of the history, UTC.</summary>
    public abstract DateTime CurrentUtcDateTime { get; }

    /// <summary>The input.</summary>
    public abstract T? GetInput<T>();

    /// <summary>Schedules an activity.</summary>
    public abstract Task<TResult> CallActivityAsync<TResult>(TaskName name, object? input = null, TaskOptions? options = null);

    /// <summary>A durable timer.</summary>
    public abstract Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken);

    /// <summary>Waits for an event from outside.</summary>
    public abstract Task<T> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default);
}
