using System.Net;
using System.Net.Http.Json;
using HotelCancellation.IntegrationTests.Support;
using HotelCancellation.Platform.Access;
using HotelCancellation.Registry;
using HotelCancellation.TestSupport;

namespace HotelCancellation.IntegrationTests.Api;

public sealed class ModelRouteTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    [Fact]
    public async Task Models_MoveAndRollBack_ServeWhatTheyShould()
    {
        await using var host = await ApiHost.StartAsync(azurite.Settings(), withModel: false);
        var first = await host.PromoteAsync();
        var second = await host.Get<ModelRegistry>().RegisterAsync(TestModels.Draft(0.5, first.Version), default);
        using var client = await host.ClientAsync(ApiRoles.Operate | ApiRoles.Predict);

        var list = await (await client.GetAsync("/api/v1/models")).JsonAsync();
        list.GetProperty("models").GetArrayLength().ShouldBe(2);
        list.GetProperty("serving").GetString().ShouldBe(first.Version.Value);
        var tag = list.GetProperty("aliases")[0].GetProperty("eTag").GetString()!;

        var moved = await PutAsync(client, "champion", new { version = second.Version.Value, reason = "better" }, tag);
        moved.StatusCode.ShouldBe(HttpStatusCode.OK);
        var move = await moved.JsonAsync();
        move.GetProperty("serving").GetString().ShouldBe(second.Version.Value);
        move.GetProperty("state").GetProperty("by").GetString()!.ShouldContain("test");
        moved.Headers.ETag!.Tag.ShouldBe(move.GetProperty("state").GetProperty("eTag").GetString());
        (await (await client.PostAsJsonAsync("/api/v1/predictions", ApiHost.Booking())).JsonAsync()).GetProperty("modelVersion").GetString().ShouldBe(second.Version.Value);

        await (await PutAsync(client, "champion", new { version = first.Version.Value, reason = "stale" }, tag)).ProblemAsync(412);

        var back = await (await client.PostAsJsonAsync("/api/v1/models/rollback", new { reason = "worse" })).JsonAsync();
        back.GetProperty("serving").GetString().ShouldBe(first.Version.Value);
        await (await client.PostAsJsonAsync("/api/v1/models/rollback", new { reason = "again" })).ProblemAsync(409);
    }

    [Fact]
    public async Task Model_Known_HasManifestLineageAndCard()
    {
        await using var host = await ApiHost.StartAsync(azurite.Settings(), withModel: false);
        var first = await host.PromoteAsync();
        var child = await host.Get<ModelRegistry>().RegisterAsync(TestModels.Draft(0.5, first.Version), default);
        using var client = await host.ClientAsync(ApiRoles.Operate);

        var model = await (await client.GetAsync($"/api/v1/models/{child.Version}")).JsonAsync();

        model.GetProperty("manifest").GetProperty("parent").GetString().ShouldBe(first.Version.Value);
        model.GetProperty("manifest").GetProperty("data").GetProperty("fingerprint").GetString().ShouldBe(new string('a', 64));
        model.GetProperty("lineage").GetArrayLength().ShouldBe(2);
        model.GetProperty("modelCard").GetString()!.ShouldContain("Test model");
        await (await client.GetAsync("/api/v1/models/m-000000000000")).ProblemAsync(404);
        await (await client.GetAsync("/api/v1/models/..%2f..%2fsecrets")).ProblemAsync(404);
    }

    [Fact]
    public async Task Compare_SameAndOtherRows_SaysWhich()
    {
        await using var host = await ApiHost.StartAsync(azurite.Settings(), withModel: false);
        var registry = host.Get<ModelRegistry>();
        var a = await registry.RegisterAsync(TestModels.Draft(), default);
        var b = await registry.RegisterAsync(TestModels.Draft(0.5), default);
        var other = await registry.RegisterAsync(TestModels.Draft(0.7) with { Data = TestModels.Data() with { Split = TestModels.FirstDay.AddDays(300) } }, default);
        using var client = await host.ClientAsync(ApiRoles.Operate);

        var same = await (await client.GetAsync($"/api/v1/models/compare?a={a.Version}&b={b.Version}")).JsonAsync();
        var different = await (await client.GetAsync($"/api/v1/models/compare?a={a.Version}&b={other.Version}")).JsonAsync();

        same.GetProperty("sameRows").GetBoolean().ShouldBeTrue();
        same.GetProperty("metrics")[0].GetProperty("name").GetString().ShouldBe("auc");
        same.GetProperty("metrics")[0].GetProperty("difference").GetDouble().ShouldBe(0);
        different.GetProperty("sameRows").GetBoolean().ShouldBeFalse();
        different.GetProperty("statement").GetString()!.ShouldContain("different rows");
        await (await client.GetAsync($"/api/v1/models/compare?a={a.Version}")).ProblemAsync(400);
        await (await client.GetAsync($"/api/v1/models/compare?a={a.Version}&b=m-000000000000")).ProblemAsync(404);
    }

    [Fact]
    public async Task Put_WhatIsNotAllowed_IsRefused()
    {
        await using var host = await ApiHost.StartAsync(azurite.Settings(), withModel: false);
        var first = await host.PromoteAsync();
        using var client = await host.ClientAsync(ApiRoles.Operate);
        var version = first.Version.Value;

        (await (await PutAsync(client, "champion", new { version })).ProblemAsync(400)).GetProperty("errors").TryGetProperty("reason", out _).ShouldBeTrue();
        (await (await PutAsync(client, "champion", new { version = "m-000000000000", reason = "x" })).ProblemAsync(400)).GetProperty("errors").TryGetProperty("version", out _).ShouldBeTrue();
        await (await PutAsync(client, "best", new { version, reason = "x" })).ProblemAsync(404);
        await (await PutAsync(client, "champion", new { version, reason = "x" }, "nonsense")).ProblemAsync(400);
        await (await PutAsync(client, "champion", new { version, reason = new string('x', 9000) })).ProblemAsync(413);
    }

    private static async Task<HttpResponseMessage> PutAsync(HttpClient client, string alias, object body, string? tag = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, $"/api/v1/models/aliases/{alias}") { Content = JsonContent.Create(body) };
        if (tag is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Match", tag);
        }

        return await client.SendAsync(request);
    }
}
