using System.Diagnostics;
using HotelCancellation.Functions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;

namespace HotelCancellation.Tests.Functions;

/// <summary>A request that the worker has already matched to a trigger, taken through a small pipeline of our own.</summary>
public sealed class HttpPipelineTests
{
    [Fact]
    public async Task RunAsync_TriggerAlreadyMatched_IsMatchedAgain()
    {
        await using var services = Services();
        var context = MatchedByTheWorker(services, "/things/compare");

        await Pipeline(services, endpoints => endpoints.MapGet("/things/compare", () => "ours")).RunAsync(context);

        context.Response.StatusCode.ShouldBe(200);
        Body(context).ShouldBe("ours");
    }

    [Fact]
    public async Task RunAsync_TriggerHasRouteValues_OnlyOurOwnAreSeen()
    {
        await using var services = Services();
        var context = MatchedByTheWorker(services, "/things/compare");
        context.Request.RouteValues["version"] = "compare";

        await Pipeline(services, endpoints => endpoints.MapGet(
            "/things/compare",
            (HttpRequest request) => string.Join(',', request.RouteValues.Keys))).RunAsync(context);

        Body(context).ShouldBeEmpty();
        context.Response.StatusCode.ShouldBe(200);
    }

    [Fact]
    public async Task RunAsync_HandlerAsksForScopedService_ItIsTheInvocations()
    {
        await using var services = Services();
        await using var invocation = services.CreateAsyncScope();
        var context = MatchedByTheWorker(invocation.ServiceProvider, "/scoped");

        await Pipeline(services, endpoints => endpoints.MapGet(
            "/scoped",
            (Scoped scoped) => scoped == invocation.ServiceProvider.GetRequiredService<Scoped>() ? "same" : "another")).RunAsync(context);

        Body(context).ShouldBe("same");
    }

    [Fact]
    public async Task RunAsync_NoSuchRoute_Answers404()
    {
        await using var services = Services();
        var context = MatchedByTheWorker(services, "/nothing");

        await Pipeline(services, endpoints => endpoints.MapGet("/things", () => "ours")).RunAsync(context);

        context.Response.StatusCode.ShouldBe(404);
    }

    [Fact]
    public async Task RunAsync_PipelineFailsBeforeItAnswers_Answers500AndTellsTheHost()
    {
        await using var services = Services();
        var context = MatchedByTheWorker(services, "/fails");

        await Should.ThrowAsync<InvalidDataException>(Pipeline(services, endpoints => endpoints.MapGet(
            "/fails",
            string (HttpResponse response) =>
            {
                response.Headers["x-half"] = "done";
                throw new InvalidDataException("broken");
            })).RunAsync(context));

        context.Response.StatusCode.ShouldBe(500);
        context.Response.Headers.ContainsKey("x-half").ShouldBeFalse();
    }

    [Fact]
    public async Task RunAsync_PipelineFailsInTheMiddleOfAStream_CutsTheConnection()
    {
        await using var services = Services();
        var context = MatchedByTheWorker(services, "/stream");
        var connection = new Connection();
        context.Features.Set<IHttpRequestLifetimeFeature>(connection);
        context.Features.Set<IHttpResponseFeature>(new StartedResponse());

        await Should.ThrowAsync<InvalidDataException>(Pipeline(services, endpoints => endpoints.MapGet(
            "/stream",
            string () => throw new InvalidDataException("broken"))).RunAsync(context));

        connection.Cut.ShouldBeTrue();
    }

    private static ServiceProvider Services() =>
        new ServiceCollection()
            .AddLogging()
            .AddRouting()
            .AddSingleton(new DiagnosticListener("tests"))
            .AddScoped<Scoped>()
            .BuildServiceProvider(validateScopes: true);

    private static HttpPipeline Pipeline(IServiceProvider services, Action<IEndpointRouteBuilder> map)
    {
        var app = new ApplicationBuilder(services);
        app.UseRouting();
        app.UseEndpoints(map);
        return new HttpPipeline(app.Build());
    }

    /// <summary>What the worker hands to a function: an endpoint is set, and it is not one of ours.</summary>
    private static DefaultHttpContext MatchedByTheWorker(IServiceProvider requestServices, string path)
    {
        var context = new DefaultHttpContext { RequestServices = requestServices };
        context.Request.Method = "GET";
        context.Request.Path = path;
        context.Response.Body = new MemoryStream();
        context.SetEndpoint(new RouteEndpoint(
            _ => throw new InvalidOperationException("The worker's endpoint ran inside our pipeline."),
            RoutePatternFactory.Parse("/things/{version}"),
            order: 0,
            EndpointMetadataCollection.Empty,
            "things-get"));
        return context;
    }

    private static string Body(HttpContext context)
    {
        context.Response.Body.Position = 0;
        return new StreamReader(context.Response.Body).ReadToEnd();
    }

    private sealed class Scoped;

    private sealed class Connection : IHttpRequestLifetimeFeature
    {
        public bool Cut { get; private set; }

        public CancellationToken RequestAborted { get; set; }

        public void Abort() => Cut = true;
    }

    private sealed class StartedResponse : HttpResponseFeature
    {
        public override bool HasStarted => true;
    }
}
