using HotelCancellation.IntegrationTests.Support;
using HotelCancellation.Monitoring.Alerts;
using HotelCancellation.Monitoring.Reports;
using HotelCancellation.Monitoring.Runs;

namespace HotelCancellation.IntegrationTests.Monitoring;

public sealed class AlertTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    private static readonly DateOnly Day = new(2026, 5, 1);

    [Fact]
    public async Task Tell_FindingThatStandsAndGoes_IsToldOnceAndCleared()
    {
        await using var webhook = await WebhookListener.StartAsync();
        await using var stage = new TestStage(Settings(webhook.Url));
        var (first, second) = (Make(FindingKind.Drift, "city"), Make(FindingKind.Data, null));

        (await RunAsync(stage, 0, first, second)).ShouldBe(0);
        var opened = webhook.Take();
        await RunAsync(stage, 0, first, second);
        await RunAsync(stage, 1, first, second);
        var again = webhook.Take();
        await RunAsync(stage, 2, second);
        var cleared = webhook.Take();
        await RunAsync(stage, 3, second);
        await RunAsync(stage, 4, first, second);
        var reopened = webhook.Take();

        opened.Select(b => b.GetProperty("event_action").GetString()).ShouldBe(["trigger", "trigger"]);
        var drift = opened.Single(b => b.GetProperty("dedup_key").GetString()!.Contains("drift/city"));
        drift.GetProperty("routing_key").GetString().ShouldBe("the-key");
        var payload = drift.GetProperty("payload");
        payload.GetProperty("summary").GetString().ShouldBe("Bookings have drifted at city: It is so.");
        payload.GetProperty("source").GetString().ShouldBe("hotelcancel");
        payload.GetProperty("severity").GetString().ShouldBe("error");
        payload.GetProperty("custom_details").GetProperty("report").GetString().ShouldBe("/api/v1/monitoring/reports/2026-05-01/m-0123456789ab");
        again.ShouldBeEmpty();
        var resolve = cleared.ShouldHaveSingleItem();
        resolve.GetProperty("event_action").GetString().ShouldBe("resolve");
        resolve.GetProperty("dedup_key").GetString().ShouldBe(drift.GetProperty("dedup_key").GetString());
        resolve.TryGetProperty("payload", out _).ShouldBeFalse();
        reopened.ShouldHaveSingleItem().GetProperty("event_action").GetString().ShouldBe("trigger");
        reopened[0].GetProperty("dedup_key").GetString().ShouldNotBe(drift.GetProperty("dedup_key").GetString());
        (await stage.Get<KeptReports>().AlertsAsync(10, default)).Select(a => (a.Key, a.IsOpen)).ShouldBe([("data/*", true), ("drift/city", true), ("drift/city", false)]);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(500)]
    public async Task Tell_WebhookThatIsBusyAndThenTakes_IsTriedAgainAtOnce(int status)
    {
        await using var webhook = await WebhookListener.StartAsync();
        webhook.Answers.Enqueue(status);
        await using var stage = new TestStage(Settings(webhook.Url));

        var left = await RunAsync(stage, 0, Make(FindingKind.Drift, "city"));

        left.ShouldBe(0);
        webhook.Take().Count.ShouldBe(2);
    }

    [Fact]
    public async Task Tell_WebhookThatFails_FailsNothingAndTheNextRunSendsAgain()
    {
        await using var webhook = await WebhookListener.StartAsync();
        webhook.Otherwise = 503;
        await using var stage = new TestStage(Settings(webhook.Url));
        var (stands, goes) = (Make(FindingKind.Drift, "city"), Make(FindingKind.Concept, "city"));

        (await RunAsync(stage, 0, stands, goes)).ShouldBe(2);
        webhook.Take().ShouldNotBeEmpty();
        webhook.Otherwise = 202;
        (await RunAsync(stage, 1, stands)).ShouldBe(0);

        // Of the one that was never told and is over nobody need be told.
        webhook.Take().ShouldHaveSingleItem().GetProperty("dedup_key").GetString()!.ShouldContain("drift/city");
        stage.Log.Lines.ShouldContain(l => l.StartsWith("Warning: The webhook did not take alert drift/city and answered 503"));
    }

    [Fact]
    public async Task Tell_NobodyListens_IsCountedAndNoWebhookIsNone()
    {
        await using var stage = new TestStage(Settings("http://127.0.0.1:1/v2/enqueue"));
        await using var without = new TestStage(azurite.Settings());

        (await RunAsync(stage, 0, Make(FindingKind.Drift, "city"))).ShouldBe(1);
        (await RunAsync(without, 0, Make(FindingKind.Drift, "city"))).ShouldBe(0);
        (await without.Get<KeptReports>().AlertsAsync(10, default)).ShouldHaveSingleItem().Sent.ShouldBe(AlertSent.Nothing);
    }

    private static Finding Make(FindingKind kind, string? property) =>
        new() { Key = Finding.KeyOf(kind, property), Kind = kind, Severity = FindingSeverity.Error, Property = property, Reasons = ["It is so."] };

    private static async Task<int> RunAsync(TestStage stage, int day, params Finding[] findings)
    {
        var report = new MonitoringReport { Day = Day.AddDays(day), ModelVersion = "m-0123456789ab", Scopes = [], Findings = findings };
        await stage.Get<AlertDesk>().TakeAsync(report, default);
        return await stage.Get<AlertDesk>().TellAsync(default);
    }

    private Dictionary<string, string?> Settings(string url)
    {
        var settings = azurite.Settings();
        settings["Alerts:WebhookUrl"] = url;
        settings["Alerts:RoutingKey"] = "the-key";
        settings["Alerts:Retries"] = "1";
        settings["Alerts:RetryMilliseconds"] = "1";
        return settings;
    }
}
