// Declarations only, in the namespaces of the Azure Functions worker packages, because some package feeds do not carry
// those packages. With FunctionsWorker=true this folder is left out and the real packages take its place; the function
// classes are the same source in both builds.

namespace Microsoft.Azure.Functions.Worker;

/// <summary>The key that the Functions host itself asks for before it calls an HTTP function.</summary>
public enum AuthorizationLevel
{
    /// <summary>None: whoever is let in is decided by the application.</summary>
    Anonymous = 0,
}
