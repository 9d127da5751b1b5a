using System.Net.Http.Json;
using HotelCancellation.Platform.Access;

namespace HotelCancellation.IntegrationTests.Api;

public sealed class ProblemTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    [Theory]
    [InlineData("/nowhere")]
    [InlineData("/api/v1/nothing")]
    [InlineData("/console/../../etc/passwd")]
    [InlineData("/console/none.js")]
    public async Task Get_UnknownRoute_Is404(string path)
    {
        using var client = fixture.Host.Client();

        await (await client.GetAsync(path)).ProblemAsync(404);
    }

    [Fact]
    public async Task Get_WrongMethod_Is405AndSaysWhichIsRight()
    {
        using var client = fixture.Host.Client();

        var response = await client.GetAsync("/api/v1/predictions");

        await response.ProblemAsync(405);
        response.Content.Headers.Allow.ShouldBe(["POST"]);
    }

    [Theory]
    [InlineData("/api/v1/predictions", "text/csv", "application/json")]
    [InlineData("/api/v1/predictions/batch", "application/xml", "application/x-ndjson")]
    public async Task Post_WrongMediaType_Is415AndSaysWhichIsRight(string path, string type, string right)
    {
        using var client = await fixture.Host.ClientAsync();

        var problem = await (await client.PostAsync(path, ApiHost.Body("x", type))).ProblemAsync(415);

        problem.GetProperty("detail").GetString()!.ShouldContain(right);
    }

    [Fact]
    public async Task Put_MalformedJson_Is400()
    {
        using var client = await fixture.Host.ClientAsync(ApiRoles.Operate);

        await (await client.PutAsync("/api/v1/models/aliases/champion", ApiHost.Body("{\"version\":"))).ProblemAsync(400);
        await (await client.PutAsJsonAsync("/api/v1/models/aliases/champion", new { version = 1, reason = "x" })).ProblemAsync(400);
    }
}
