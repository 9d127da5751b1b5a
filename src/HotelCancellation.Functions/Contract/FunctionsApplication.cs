// Declarations only, in the namespaces of the Azure Functions worker packages, because some package feeds do not carry
// those packages. With FunctionsWorker=true this folder is left out and the real packages take its place; the function
// classes are the same source in both builds.

namespace Microsoft.Azure.Functions.Worker.Builder;

/// <summary>Where a worker app begins.</summary>
public class FunctionsApplication
{
    /// <summary>Begins a worker app.</summary>
    /// <param name="args">The command line.</param>
    /// <exception cref="PlatformNotSupportedException">Always: this build has no worker to run.</exception>
    public static FunctionsApplicationBuilder CreateBuilder(string[] args) =>
        throw new PlatformNotSupportedException("This is the contract build, which has no Functions worker in it. Build with -p:FunctionsWorker=true.");
}
