// Declarations only, in the namespaces of the Azure Functions worker packages, because some package feeds do not carry
// those packages. With FunctionsWorker=true this folder is left out and the real packages take its place; the function
// classes are the same source in both builds.

namespace Microsoft.DurableTask;

/// <summary>An activity has failed as often as it may.</summary>
/// <param name="taskName">The activity.</param>
/// <param name="taskId">Its place in the history.</param>
/// <param name="innerException">What went wrong.</param>
public sealed class TaskFailedException(string taskName, int taskId, Exception innerException) : Exception(innerException.Message, innerException)
{
    /// <summary>The activity.</summary>
    public string TaskName { get; } = taskName;

    /// <summary>Its place in the history.</summary>
    public int TaskId { get; } = taskId;
}
