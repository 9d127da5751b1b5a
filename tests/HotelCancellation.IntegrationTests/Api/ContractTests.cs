using System.Net;
using HotelCancellation.Api;
using HotelCancellation.Api.Security;
using HotelCancellation.IntegrationTests.Support;
using HotelCancellation.Platform.Access;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace HotelCancellation.IntegrationTests.Api;

public sealed class ContractTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    private static readonly string[] NotDescribed = ["/", "/console/{file}", "/openapi/v1.json"];

    private List<RouteEndpoint> Endpoints => [.. fixture.Host.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()];

    [Fact]
    public void Endpoints_All_HaveAPolicyOrAreOpenOnPurpose()
    {
        Endpoints.ShouldNotBeEmpty();
        foreach (var endpoint in Endpoints)
        {
            var isOpen = endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null;
            var policy = endpoint.Metadata.GetMetadata<IAuthorizeData>()?.Policy;
            (isOpen ^ policy is not null).ShouldBeTrue(endpoint.DisplayName);
            isOpen.ShouldBe(!endpoint.RoutePattern.RawText!.StartsWith("/api/", StringComparison.Ordinal), endpoint.DisplayName);
        }
    }

    [Fact]
    public void Endpoints_ThatNeedARole_NeedNothingElseOfTheirCaller()
    {
        var marked = Endpoints.Where(e => e.Metadata.GetMetadata<NeedsRole>() is not null).ToList();

        marked.Count.ShouldBe(Endpoints.Count(e => e.Metadata.GetMetadata<IAuthorizeData>() is not null), "whoever has a policy has the mark of the short way");
        foreach (var endpoint in marked)
        {
            var role = endpoint.Metadata.GetOrderedMetadata<NeedsRole>().ShouldHaveSingleItem(endpoint.DisplayName).Role;
            var policy = endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>().ShouldHaveSingleItem(endpoint.DisplayName);
            policy.Policy.ShouldBe(role.ToText(), endpoint.DisplayName);
            (policy.Roles ?? policy.AuthenticationSchemes).ShouldBeNull(endpoint.DisplayName);
            endpoint.Metadata.Where(m => m is EnableRateLimitingAttribute or ICorsMetadata or IAntiforgeryMetadata or IAuthorizationRequirementData or AuthorizationPolicy).ShouldBeEmpty(endpoint.DisplayName);
        }
    }

    [Fact]
    public async Task OpenApi_Document_HasEveryRouteAndMethod()
    {
        using var client = fixture.Host.Client();

        var document = await (await client.GetAsync("/openapi/v1.json")).JsonAsync();

        var paths = document.GetProperty("paths");
        foreach (var endpoint in Endpoints.Where(e => !NotDescribed.Contains(e.RoutePattern.RawText)))
        {
            var path = endpoint.RoutePattern.RawText!.TrimEnd('/');
            foreach (var method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods)
            {
                paths.TryGetProperty(path, out var item).ShouldBeTrue(path);
                item.TryGetProperty(method.ToLowerInvariant(), out var operation).ShouldBeTrue($"{method} {path}");
                operation.GetProperty("summary").GetString().ShouldNotBeNullOrEmpty(path);
            }
        }

        document.GetProperty("components").GetProperty("securitySchemes").GetProperty("ApiKey").GetProperty("name").GetString().ShouldBe("x-api-key");
        document.GetProperty("components").GetProperty("schemas").GetProperty("Booking").GetProperty("required").GetArrayLength().ShouldBeGreaterThan(15);
    }

    [Fact]
    public async Task Console_Page_IsServedWithAStrictPolicyAndItsAssets()
    {
        using var client = fixture.Host.Client();

        var page = await client.GetAsync("/");

        page.StatusCode.ShouldBe(HttpStatusCode.OK);
        page.Content.Headers.ContentType!.MediaType.ShouldBe("text/html");
        page.Headers.GetValues("Content-Security-Policy").Single().ShouldStartWith("default-src 'none'");
        var html = await page.Content.ReadAsStringAsync();
        html.ShouldNotContain("http://");
        html.ShouldNotContain("https://");
        html.ShouldNotContain("style=");
        foreach (var (asset, type) in new[] { ("console.js", "text/javascript"), ("console.css", "text/css"), ("icon.svg", "image/svg+xml") })
        {
            html.ShouldContain($"/console/{asset}");
            (await client.GetAsync($"/console/{asset}")).Content.Headers.ContentType!.MediaType.ShouldBe(type);
        }
    }

    [Fact]
    public async Task Pipeline_BareApplicationBuilder_AnswersTheSame()
    {
        var azurite = new AzuriteFixture();
        await azurite.InitializeAsync();
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(azurite.Settings()).Build();
        await using var services = new ServiceCollection()
            .AddSingleton<IConfiguration>(configuration)
            .AddSingleton<Microsoft.Extensions.Hosting.IHostEnvironment>(new Microsoft.Extensions.Hosting.Internal.HostingEnvironment { ApplicationName = "bare" })
            .AddLogging()
            .AddHotelCancellationApi(configuration)
            .BuildServiceProvider();
        var pipeline = new ApplicationBuilder(services).UseHotelCancellationApi().Build();

        (await RunAsync(services, pipeline, "/health/live")).Status.ShouldBe(200);
        (await RunAsync(services, pipeline, "/nowhere")).Status.ShouldBe(404);
        (await RunAsync(services, pipeline, "/api/v1/models")).Status.ShouldBe(401);
        (await RunAsync(services, pipeline, "/metrics")).Status.ShouldBe(200);
        var contract = await RunAsync(services, pipeline, "/openapi/v1.json");
        contract.Status.ShouldBe(200);
        contract.Body.ShouldContain("/api/v1/predictions/batch");
    }

    private static async Task<(int Status, string Body)> RunAsync(IServiceProvider services, RequestDelegate pipeline, string path)
    {
        await using var scope = services.CreateAsyncScope();
        using var body = new MemoryStream();
        var context = new DefaultHttpContext { RequestServices = scope.ServiceProvider };
        context.Request.Method = "GET";
        context.Request.Path = path;
        context.Response.Body = body;
        await pipeline(context);
        return (context.Response.StatusCode, System.Text.Encoding.UTF8.GetString(body.ToArray()));
    }
}
