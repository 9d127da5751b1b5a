// Declarations only, in the namespaces of the Azure Functions worker packages, because some package feeds do not carry
// those packages. With FunctionsWorker=true this folder is left out and the real packages take its place; the function
// classes are the same source in both builds.

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Marks the parameter through which a function is called over HTTP.</summary>
/// <param name="authLevel">The key that the host asks for.</param>
/// <param name="methods">The HTTP methods that the function answers.</param>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class HttpTriggerAttribute(AuthorizationLevel authLevel, params string[] methods) : Attribute
{
    /// <summary>The key that the host asks for.</summary>
    public AuthorizationLevel AuthLevel { get; } = authLevel;

    /// <summary>The HTTP methods that the function answers.</summary>
    public string[]? Methods { get; } = methods;

    /// <summary>The route template, without a leading slash; the function's name when not set.</summary>
    public string? Route { get; set; }
}
