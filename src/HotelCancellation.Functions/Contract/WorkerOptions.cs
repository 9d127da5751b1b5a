// Declarations only, in the namespaces of the Azure Functions worker packages, because some package feeds do not carry
// those packages. With FunctionsWorker=true this folder is left out and the real packages take its place; the function
// classes are the same source in both builds.

namespace Microsoft.Azure.Functions.Worker;

/// <summary>What a worker tells its host at start.</summary>
public class WorkerOptions
{
    /// <summary>What the worker can do, by the host's names.</summary>
    public IDictionary<string, string> Capabilities { get; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
