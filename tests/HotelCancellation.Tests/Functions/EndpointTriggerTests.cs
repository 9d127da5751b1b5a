using HotelCancellation.Api;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace HotelCancellation.Tests.Functions;

/// <summary>Every endpoint of the API has its trigger, and every trigger its endpoint.</summary>
public sealed class EndpointTriggerTests
{
    [Fact]
    public void Triggers_AgainstTheApisEndpoints_HaveTheSameRoutesAndMethods()
    {
        var endpoints = Endpoints().Select(endpoint => Line(Verbs(endpoint), endpoint.RoutePattern.RawText!)).ToList();
        var triggers = Trigger.All.Select(trigger => Line(trigger.Verbs, trigger.Http.Route!)).ToList();

        endpoints.ShouldNotBeEmpty();
        triggers.Order(StringComparer.Ordinal).ShouldBe(endpoints.Order(StringComparer.Ordinal));
        triggers.ShouldBeUnique();
    }

    [Fact]
    public void Endpoints_All_HaveAPolicyOrSayThatTheyAreOpen()
    {
        foreach (var endpoint in Endpoints())
        {
            var policies = endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>().Select(data => data.Policy).ToList();
            var open = endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null;

            (open || policies.Any(policy => !string.IsNullOrEmpty(policy))).ShouldBeTrue(endpoint.DisplayName);
            (open && policies.Count > 0).ShouldBeFalse($"{endpoint.DisplayName} is open, so that its policy is never asked.");
        }
    }

    /// <summary>The endpoints that the API maps on a host that is no web application, as in the Functions worker.</summary>
    private static List<RouteEndpoint> Endpoints()
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddHotelCancellationApi(builder.Configuration);
        using var host = builder.Build();
        new ApplicationBuilder(host.Services).UseHotelCancellationApi().Build();
        return [.. host.Services.GetRequiredService<EndpointDataSource>().Endpoints.Cast<RouteEndpoint>()];
    }

    private static IEnumerable<string> Verbs(RouteEndpoint endpoint) =>
        endpoint.Metadata.GetMetadata<HttpMethodMetadata>().ShouldNotBeNull(endpoint.DisplayName).HttpMethods.Order(StringComparer.Ordinal);

    // The root is the one route that a trigger cannot spell as the endpoint does.
    private static string Line(IEnumerable<string> verbs, string route) =>
        $"{string.Join(',', verbs)} /{(route == "{ignored:maxlength(0)?}" ? "" : route.Trim('/'))}";
}
