// Declarations only, in the namespaces of the Azure Functions worker packages, because some package feeds do not carry
// those packages. With FunctionsWorker=true this folder is left out and the real packages take its place; the function
// classes are the same source in both builds.

using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Microsoft.Azure.Functions.Worker.Builder;

/// <summary>Gathers a worker app's services and configuration.</summary>
public abstract class FunctionsApplicationBuilder
{
    /// <summary>The app's configuration: environment variables, settings files, command line.</summary>
    public abstract ConfigurationManager Configuration { get; }

    /// <summary>The app's services.</summary>
    public abstract IServiceCollection Services { get; }

    /// <summary>Has HTTP functions served by ASP.NET Core within the worker.</summary>
    public abstract FunctionsApplicationBuilder ConfigureFunctionsWebApplication();

    /// <summary>Builds the app.</summary>
    public abstract IHost Build();
}
