// Declarations only, in the namespaces of the Azure Functions worker packages, because some package feeds do not carry
// those packages. With FunctionsWorker=true this folder is left out and the real packages take its place; the function
// classes are the same source in both builds.

namespace Microsoft.Azure.Functions.Worker;

/// <summary>What the host says about the occurrence for which a timer function runs.</summary>
public class TimerInfo
{
    /// <summary>Whether the occurrence is late.</summary>
    public bool IsPastDue { get; set; }
}
