using System.Net;
using System.Net.Http.Json;
using HotelCancellation.IntegrationTests.Api;
using HotelCancellation.IntegrationTests.Support;
using HotelCancellation.Platform.Access;
using HotelCancellation.Retraining.Runs;

namespace HotelCancellation.IntegrationTests.Retraining;

public sealed class RetrainingRouteTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    private const string Route = "/api/v1/retraining-runs";

    [Fact]
    public async Task Runs_StartJoinFollowAndEnd()
    {
        await using var host = await ApiHost.StartAsync(Settings(), withModel: false);
        using var client = await host.ClientAsync(ApiRoles.Operate);
        (await (await client.PostAsJsonAsync(Route, new { })).ProblemAsync(400)).GetProperty("errors").GetProperty("reason").GetArrayLength().ShouldBe(1);

        var started = await client.PostAsJsonAsync(Route, new { reason = "we wish to" });
        var joined = await client.PostAsJsonAsync(Route, new { reason = "so do we" });

        (started.StatusCode, joined.StatusCode).ShouldBe((HttpStatusCode.Accepted, HttpStatusCode.Accepted));
        joined.Headers.Location.ShouldBe(started.Headers.Location);
        var run = await (await client.GetAsync(started.Headers.Location)).JsonAsync();
        (run.GetProperty("status").GetString(), run.GetProperty("reason").GetString()).ShouldBe(("waiting", "we wish to"));
        run.GetProperty("by").GetString()!.ShouldContain("test");
        (await (await client.GetAsync(Route)).JsonAsync()).GetProperty("runs").GetArrayLength().ShouldBe(1);
        (await client.DeleteAsync(started.Headers.Location)).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        (await (await client.GetAsync(started.Headers.Location)).JsonAsync()).GetProperty("cancelledBy").GetString()!.ShouldContain("test");
        await (await client.GetAsync($"{Route}/none")).ProblemAsync(404);
        await (await client.DeleteAsync($"{Route}/none")).ProblemAsync(404);
        using var stranger = await host.ClientAsync(ApiRoles.Predict);
        await (await stranger.PostAsJsonAsync(Route, new { reason = "we wish to" })).ProblemAsync(403);
    }

    [Fact]
    public async Task Approval_OfWhatTheGateHasRefused_NeedsAnOverrideThatIsKept()
    {
        await using var host = await ApiHost.StartAsync(Settings(), withModel: false);
        var version = (await host.PromoteAsync()).Version.Value;
        using var client = await host.ClientAsync(ApiRoles.Operate);
        await AddRolloutAsync(host, version, passed: false);
        const string Approval = "/api/v1/rollouts/rollout-r1/approval";

        await (await client.PostAsJsonAsync(Approval, new { note = "why not" })).ProblemAsync(400);
        await (await client.PostAsJsonAsync(Approval, new { approve = true })).ProblemAsync(400);
        await (await client.PostAsJsonAsync(Approval, new { approve = false, @override = true, note = "both" })).ProblemAsync(400);
        (await (await client.PostAsJsonAsync(Approval, new { approve = true, note = "fine" })).ProblemAsync(409)).GetProperty("detail").GetString()!.ShouldContain("override with a reason");
        (await client.PostAsJsonAsync(Approval, new { @override = true, note = "the summer is different" })).StatusCode.ShouldBe(HttpStatusCode.Accepted);

        var model = await (await client.GetAsync($"/api/v1/models/{version}")).JsonAsync();
        model.GetProperty("verdicts").EnumerateArray().ShouldContain(v => v.GetRawText().Contains("the summer is different", StringComparison.Ordinal));
        await (await client.PostAsJsonAsync("/api/v1/rollouts/none/approval", new { approve = true, note = "fine" })).ProblemAsync(404);
        (await (await client.GetAsync("/api/v1/rollouts")).JsonAsync()).GetProperty("runs").GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task Approval_ThatNobodyWaitsFor_IsRefusedAndAbortIsNot()
    {
        await using var host = await ApiHost.StartAsync(Settings(), withModel: false);
        var version = (await host.PromoteAsync()).Version.Value;
        using var client = await host.ClientAsync(ApiRoles.Operate);
        await AddRolloutAsync(host, version, passed: true);

        await (await client.PostAsJsonAsync("/api/v1/rollouts/rollout-r1/approval", new { approve = true, note = "fine" })).ProblemAsync(409);

        (await client.DeleteAsync("/api/v1/rollouts/rollout-r1")).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        await (await client.DeleteAsync("/api/v1/rollouts/none")).ProblemAsync(404);
    }

    private Dictionary<string, string?> Settings() => new(azurite.Settings()) { ["Retraining:Work"] = "false" };

    private static Task AddRolloutAsync(ApiHost host, string version, bool passed) =>
        host.Get<TableRuns>().TryAddAsync(TestRollout.Of(version, "", DateTimeOffset.UnixEpoch, i => i with { Passed = passed }), default);
}
