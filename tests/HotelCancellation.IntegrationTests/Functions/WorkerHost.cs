using System.Collections.Concurrent;
using System.Net;
using System.Reflection;
using HotelCancellation.Api;
using HotelCancellation.Functions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Primitives;

namespace HotelCancellation.IntegrationTests.Functions;

/// <summary>
/// The Functions app as the isolated worker runs it behind the Functions host: a web server of its own whose routing matches the
/// trigger's endpoint, an instance of the function class from the invocation's services, the function run apart from the
/// request's own flow, and the response completed whatever came of the function.
/// </summary>
internal sealed class WorkerHost : IAsyncDisposable
{
    private readonly IHost _host;

    private WorkerHost(IHost host) => _host = host;

    /// <summary>What the host would record: the names of the functions that threw, and what.</summary>
    public ConcurrentQueue<(string Function, Exception Exception)> Failures => Get<Invocations>().Failures;

    /// <summary>Where it listens.</summary>
    public Uri Address => new(Get<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    /// <summary>Starts the app, or with <paramref name="map"/> its triggers over other endpoints.</summary>
    public static async Task<WorkerHost> StartAsync(IDictionary<string, string?> settings, Action<IEndpointRouteBuilder>? map = null)
    {
        var host = new HostBuilder()
            .ConfigureHostConfiguration(configuration => configuration.AddInMemoryCollection(settings))
            .ConfigureWebHostDefaults(web => web.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0)).Configure(Outer))
            .ConfigureServices((context, services) =>
            {
                services.AddMvc();
                services.AddSingleton<Invocations>();
                if (map is null)
                {
                    services.AddHotelCancellationApi(context.Configuration).AddHttpPipeline();
                }
                else
                {
                    services.AddSingleton(root => new HttpPipeline(new ApplicationBuilder(root).UseRouting().UseEndpoints(map).Build()));
                }
            })
            .UseDefaultServiceProvider(options => (options.ValidateScopes, options.ValidateOnBuild) = (true, true))
            .Build();
        await host.StartAsync();
        return new WorkerHost(host);
    }

    public T Get<T>()
        where T : notnull => _host.Services.GetRequiredService<T>();

    /// <summary>An instance of a function class, as the worker makes one for each invocation.</summary>
    public T Create<T>() => ActivatorUtilities.CreateInstance<T>(_host.Services);

    public HttpClient Client(string? key = null)
    {
        var client = new HttpClient { BaseAddress = Address };
        if (key is not null)
        {
            client.DefaultRequestHeaders.Add("x-api-key", key);
        }

        return client;
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }

    private static void Outer(IApplicationBuilder app)
    {
        app.UseRouting();
        app.UseEndpoints(endpoints => endpoints.DataSources.Add(new TriggerEndpoints(endpoints.ServiceProvider.GetRequiredService<Invocations>())));
    }

    private sealed class Invocations
    {
        public ConcurrentQueue<(string Function, Exception Exception)> Failures { get; } = [];

        public async Task RunAsync(string name, MethodInfo function, HttpContext context)
        {
            await using var invocation = context.RequestServices.GetRequiredService<IServiceScopeFactory>().CreateAsyncScope();
            context.RequestServices = invocation.ServiceProvider;
            Task run;
            using (ExecutionContext.SuppressFlow())
            {
                run = Task.Run(() => (Task)function.Invoke(ActivatorUtilities.CreateInstance(invocation.ServiceProvider, function.DeclaringType!), [context.Request])!);
            }

            try
            {
                await run;
            }
            catch (Exception e)
            {
                Failures.Enqueue((name, e));
            }
        }
    }

    private sealed class TriggerEndpoints(Invocations invocations) : EndpointDataSource
    {
        public override IReadOnlyList<Endpoint> Endpoints { get; } =
            [.. from method in typeof(HttpPipeline).Assembly.GetTypes().SelectMany(type => type.GetMethods())
                let function = method.GetCustomAttribute<FunctionAttribute>()
                from parameter in method.GetParameters()
                let http = parameter.GetCustomAttribute<HttpTriggerAttribute>()
                where function is not null && http is not null
                select Endpoint(invocations, function.Name, method, http)];

        public override IChangeToken GetChangeToken() => new CancellationChangeToken(CancellationToken.None);

        private static Endpoint Endpoint(Invocations invocations, string name, MethodInfo method, HttpTriggerAttribute http)
        {
            var builder = new RouteEndpointBuilder(context => invocations.RunAsync(name, method, context), RoutePatternFactory.Parse("/" + http.Route), order: 0) { DisplayName = name };
            builder.Metadata.Add(new HttpMethodMetadata(http.Methods!));
            return builder.Build();
        }
    }
}
