// Declarations only, in the namespaces of the Azure Functions worker packages, because some package feeds do not carry
// those packages. With FunctionsWorker=true this folder is left out and the real packages take its place; the function
// classes are the same source in both builds.

namespace Microsoft.DurableTask.Client;

/// <summary>Where an orchestration is.</summary>
public enum OrchestrationRuntimeStatus
{
    /// <summary>It runs.</summary>
    Running = 0,

    /// <summary>It has ended.</summary>
    Completed = 1,

    /// <summary>It has failed.</summary>
    Failed = 3,

    /// <summary>It was ended.</summary>
    Terminated = 5,

    /// <summary>It has not begun.</summary>
    Pending = 6,

    /// <summary>It was halted.</summary>
    Suspended = 7,
}
