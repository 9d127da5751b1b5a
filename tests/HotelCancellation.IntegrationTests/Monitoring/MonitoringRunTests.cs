using System.Net;
using System.Text.Json;
using HotelCancellation.Bookings.Events;
using HotelCancellation.IntegrationTests.Api;
using HotelCancellation.IntegrationTests.Cli;
using HotelCancellation.IntegrationTests.Support;
using HotelCancellation.Monitoring.Reports;
using HotelCancellation.Monitoring.Runs;
using HotelCancellation.Platform.Access;
using HotelCancellation.Predictions;

namespace HotelCancellation.IntegrationTests.Monitoring;

public sealed class MonitoringRunTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    private static readonly DateOnly Day = WatchedHotels.Cut.AddDays(18);

    [SkippableFact]
    public async Task Run_DaysOfTwoHotels_AreJudgedKeptAndAnswered()
    {
        await using var webhook = await WebhookListener.StartAsync();
        var settings = WatchedHotels.Quick(azurite.Settings());
        settings["MonitoringRuns:RetentionDays"] = "30";
        settings["Alerts:WebhookUrl"] = webhook.Url;
        await using var stage = new TestStage(settings);
        var run = stage.Get<MonitoringRun>();
        (await run.RunAsync(default)).Result.ShouldBe(MonitoringResult.NoModel);
        var version = await stage.PromoteAsync();
        (await run.RunAsync(default)).Result.ShouldBe(MonitoringResult.NoDays);

        await stage.LiveAsync(version, WatchedHotels.Cut, Day);
        var old = new MonitoringReport { Day = Day.AddDays(-28), ModelVersion = "m-0123456789ab", Scopes = [], Findings = [] };
        await stage.KeepAsync(old);
        await stage.Get<BlobMonitoring>().WriteCountsAsync(old.ModelVersion, old.Day, [1], "", default);
        var first = await run.RunAsync(default);
        var again = await run.RunAsync(default);
        var kept = (await stage.Get<KeptReports>().FindAsync(null, null, default))!;

        first.ShouldBe(new MonitoringSummary { Result = MonitoringResult.Judged, ModelVersion = version.Value, Day = Day, Counted = WatchedHotels.LongWindow, Findings = first.Findings });
        again.Result.ShouldBe(MonitoringResult.UpToDate);
        kept.Before.ShouldBeNull();
        Check(kept.Report);
        var service = kept.Report.Service!;
        (service.IsSlow, service.IsFailing, service.Failed).ShouldBe((false, false, 0));
        service.P99Milliseconds.ShouldBe(14, 0.2);
        service.Predictions.ShouldBe(await stage.Get<LoggedPredictions>().ReadAsync(Day, Day, null, default).CountAsync());
        (await stage.Get<KeptReports>().PageAsync(old.Day, old.ModelVersion, default)).ShouldNotBeNull("not too old yet");

        // In the next days a feed has lost a column, predictions take long, and some requests fail.
        webhook.Take();
        await stage.LiveAsync(version, Day.AddDays(1), Day.AddDays(3), b => b with { DistributionChannel = "", CustomerType = "" }, TimeSpan.FromMilliseconds(150), failures: 3);
        var second = await run.RunAsync(default);
        var next = (await stage.Get<KeptReports>().FindAsync(null, null, default))!;

        (second.Result, second.Day, second.Counted).ShouldBe((MonitoringResult.Judged, Day.AddDays(3), 4), "the last day that was counted, whose day after was not over then, and the new ones");
        next.Before!.Day.ShouldBe(Day);
        next.History.Points.Select(p => p.Day).Distinct().ShouldBe([Day, Day.AddDays(3)]);
        next.Report.Findings.ShouldContain(f => f.Kind == FindingKind.Data);
        next.Report.Findings.Select(f => f.Key).ShouldContain("latency/*");
        next.Report.Findings.Select(f => f.Key).ShouldContain("errors/*");
        next.Report.Service!.P99Milliseconds.ShouldBe(150, 1.5);
        next.Report.Service.Failed.ShouldBe(3);
        next.History.Service.Select(p => p.Day).ShouldBe([Day, Day.AddDays(3)]);
        (await stage.Get<KeptReports>().PageAsync(old.Day, old.ModelVersion, default)).ShouldBeNull("removed");
        (await stage.Get<BlobMonitoring>().ReportAsync(old.ModelVersion, old.Day, default)).ShouldBeNull();
        (await stage.Get<BlobMonitoring>().CountsAsync(old.ModelVersion, old.Day, default)).ShouldBeNull();
        next.Report.Decision!.Outcome.ShouldBeOneOf(HotelCancellation.Monitoring.Triggers.TriggerOutcome.DataTrouble, HotelCancellation.Monitoring.Triggers.TriggerOutcome.NotAsked);
        webhook.Take().ShouldContain(b => b.GetProperty("event_action").GetString() == "trigger" && b.GetProperty("dedup_key").GetString()!.Contains("data/"));
        (await stage.Get<KeptReports>().DecisionsAsync(10, default)).Select(d => d.Day).ShouldBe([Day.AddDays(3), Day]);
        await OpenAsync(await AnswersAsync(settings, version.Value, Day.AddDays(3)));
    }

    /// <summary>What the report must say, counted here from what was sent and logged.</summary>
    private static void Check(MonitoringReport report)
    {
        report.Scopes.Select(s => s.Property).ShouldBe([null, .. WatchedHotels.Histories.Select(h => h.Events[0].Event.Booking.PropertyId.Value).Distinct().Order(StringComparer.Ordinal)]);
        foreach (var scope in report.Scopes)
        {
            bool IsOf(BookingHistory h) => scope.Property is null || h.Events[0].Event.Booking.PropertyId.Value == scope.Property;
            var known = WatchedHotels.Histories.Where(IsOf).Select(h => (Made: h.Events[0].Event.Booking, State: BookingHistory.Of(h.Events.Select(e => e.Event).Where(e => e.StatusDate <= Day)).State)).ToList();
            scope.Inputs[^1].Bookings.ShouldBe(known.Count(k => k.Made.BookedOn > Day.AddDays(-WatchedHotels.LongWindow) && k.Made.BookedOn <= Day));
            var matured = known.Where(k => k.Made.BookedOn >= WatchedHotels.Cut && k.Made.ArrivalDate <= Day.AddDays(-WatchedHotels.MatureDays) && k.Made.ArrivalDate > Day.AddDays(-WatchedHotels.MatureDays - WatchedHotels.LongWindow) && k.State?.Outcome is not null).ToList();
            (scope.Performance?.Realised.Rows ?? 0).ShouldBe(matured.Count >= 50 ? matured.Count : 0);
            if (scope.Performance is { } cohort)
            {
                cohort.Realised.Cancellations.ShouldBe(matured.Count(k => k.State!.Outcome!.Value.IsCancellation));
                cohort.Realised.Auc.ShouldBeGreaterThan(0.5, "the first prediction counts; those after it say the opposite");
            }
        }

        report.Scopes[0].Performance.ShouldNotBeNull();
        report.Scopes[0].Concept.ShouldNotBeNull();
    }

    private static async Task<string> AnswersAsync(IDictionary<string, string?> settings, string version, DateOnly day)
    {
        await using var host = await ApiHost.StartAsync(settings, withModel: false);
        await host.Get<MonitoringGauges>().ReadAsync(default);
        using var client = await host.ClientAsync(ApiRoles.Operate);
        var hotel = WatchedHotels.Histories[0].Events[0].Event.Booking.PropertyId.Value;
        using var bound = await host.ClientAsync(ApiRoles.Operate, hotel);
        using var other = await host.ClientAsync(ApiRoles.Predict);

        var drift = await JsonAsync(client, "drift");
        drift.GetProperty("day").GetString().ShouldBe($"{day:yyyy-MM-dd}");
        drift.GetProperty("properties").GetArrayLength().ShouldBe(3);
        drift.GetProperty("properties")[1].GetProperty("inputs")[2].GetProperty("verdict").GetProperty("columns").GetArrayLength().ShouldBeGreaterThan(5);
        drift.GetProperty("previous").GetProperty("day").GetString().ShouldBe($"{Day:yyyy-MM-dd}");
        drift.GetProperty("previous").GetProperty("newFindings").EnumerateArray().Select(f => f.GetString()).ShouldContain("data/*");
        drift.GetProperty("decision").GetProperty("reason").GetString().ShouldNotBeNullOrEmpty();
        (await JsonAsync(client, $"drift?property={hotel}")).GetProperty("properties").GetArrayLength().ShouldBe(1);
        (await JsonAsync(client, $"drift?day={Day:yyyy-MM-dd}&version={version}")).TryGetProperty("previous", out _).ShouldBeFalse();
        var against = (await JsonAsync(client, $"drift?against={Day:yyyy-MM-dd}")).GetProperty("against");
        against.GetProperty("modelVersion").GetString().ShouldBe(version);
        against.GetProperty("newFindings").EnumerateArray().Select(f => f.GetString()).ShouldContain("data/*");
        var all = against.GetProperty("properties")[0];
        all.GetProperty("now").GetProperty("bookings").GetInt64().ShouldBe(drift.GetProperty("properties")[0].GetProperty("inputs")[2].GetProperty("bookings").GetInt64());
        all.GetProperty("then").GetProperty("day").GetString().ShouldBe($"{Day:yyyy-MM-dd}");
        all.GetProperty("columns").GetArrayLength().ShouldBeGreaterThan(5);
        (await JsonAsync(client, $"performance?day={Day:yyyy-MM-dd}&against={day:yyyy-MM-dd},{version}")).GetProperty("against").GetProperty("goneFindings").EnumerateArray().Select(f => f.GetString()).ShouldContain("errors/*");
        var service = (await JsonAsync(client, "performance")).GetProperty("service");
        (service.GetProperty("failed").GetInt64(), service.GetProperty("isSlow").GetBoolean()).ShouldBe((3, true));
        (await JsonAsync(client, "performance")).GetProperty("findings").EnumerateArray().Select(f => f.GetProperty("kind").GetString()).ShouldContain("latency");
        (await JsonAsync(client, "performance?property=*")).GetProperty("properties")[0].GetProperty("cohort").GetProperty("realised").GetProperty("auc").GetDouble().ShouldBeInRange(0.5, 1);
        var alerts = await JsonAsync(client, "alerts");
        alerts.GetProperty("alerts")[0].GetProperty("finding").GetProperty("severity").GetString().ShouldBe("error");
        alerts.GetProperty("decisions").GetArrayLength().ShouldBe(2);

        var own = await JsonAsync(bound, "drift");
        own.GetProperty("properties").EnumerateArray().Select(p => p.GetProperty("property").GetString()).ShouldBe([hotel]);
        own.TryGetProperty("page", out _).ShouldBeFalse();
        (await JsonAsync(bound, "performance")).TryGetProperty("service", out _).ShouldBeFalse();
        var ownAgainst = (await JsonAsync(bound, $"drift?against={Day:yyyy-MM-dd}")).GetProperty("against");
        ownAgainst.GetProperty("properties").EnumerateArray().Select(p => p.GetProperty("property").GetString()).ShouldBe([hotel]);
        ownAgainst.GetProperty("newFindings").EnumerateArray().ShouldAllBe(f => f.GetString()!.EndsWith($"/{hotel}"));
        (await JsonAsync(bound, "alerts")).GetProperty("alerts").EnumerateArray().ShouldAllBe(a => a.GetProperty("finding").GetProperty("property").GetString() == hotel);

        var page = drift.GetProperty("page").GetString()!;
        using var answer = await client.GetAsync(page);
        answer.Content.Headers.ContentType!.ToString().ShouldBe("text/html; charset=utf-8");
        answer.Headers.GetValues("Content-Security-Policy").Single().ShouldStartWith("default-src 'none'");
        var html = await answer.Content.ReadAsStringAsync();
        html.ShouldContain("Largest PSI of a column over time");
        html.ShouldNotContain("<script");
        html.ShouldNotContain("http://");

        (await StatusAsync(client, "drift?day=yesterday")).ShouldBe(HttpStatusCode.BadRequest);
        (await StatusAsync(client, "drift?against=yesterday")).ShouldBe(HttpStatusCode.BadRequest);
        (await StatusAsync(client, "drift?against=2020-01-01")).ShouldBe(HttpStatusCode.NotFound);
        (await StatusAsync(client, $"drift?against={Day:yyyy-MM-dd},m-another")).ShouldBe(HttpStatusCode.NotFound);
        (await StatusAsync(client, "alerts?limit=0")).ShouldBe(HttpStatusCode.BadRequest);
        (await StatusAsync(client, "performance?property=nowhere")).ShouldBe(HttpStatusCode.NotFound);
        (await StatusAsync(client, "drift?day=2020-01-01")).ShouldBe(HttpStatusCode.NotFound);
        (await StatusAsync(client, $"reports/2020-01-01/{version}")).ShouldBe(HttpStatusCode.NotFound);
        (await StatusAsync(bound, "drift?property=another")).ShouldBe(HttpStatusCode.Forbidden);
        (await StatusAsync(bound, $"reports/{day:yyyy-MM-dd}/{version}")).ShouldBe(HttpStatusCode.NotFound);
        (await StatusAsync(other, "drift")).ShouldBe(HttpStatusCode.Forbidden);

        var metrics = await (await client.GetAsync("/metrics")).Content.ReadAsStringAsync();
        metrics.ShouldContain($"property=\"{hotel}\"");
        metrics.ShouldContain("hotelcancel_monitoring_psi_max");
        metrics.ShouldContain("hotelcancel_monitoring_last_report_age_seconds");
        metrics.ShouldContain("hotelcancel_monitoring_alerts_open");
        metrics.ShouldContain("kind=\"estimated\"");
        metrics.ShouldContain("hotelcancel_monitoring_latency_p99_seconds");
        metrics.ShouldContain("hotelcancel_monitoring_error_rate");
        return html;
    }

    private static async Task OpenAsync(string html)
    {
        using var folder = new TempFolder();
        var file = Environment.GetEnvironmentVariable("MONITORING_PAGE") is { Length: > 0 } given ? given : folder.File("page.html");
        await File.WriteAllTextAsync(file, html);
        Skip.IfNot(File.Exists(Browser.Chromium), "Chromium is not here: install it, or set CHROMIUM to its path.");
        var seen = await Browser.OpenAsync(file);

        seen.GetProperty("axe").EnumerateArray().Select(v => v.GetString()).ShouldBeEmpty();
        seen.GetProperty("errors").EnumerateArray().ShouldBeEmpty();
        seen.GetProperty("requests").EnumerateArray().Select(r => r.GetString()).ShouldAllBe(r => r!.StartsWith("file:"));
        seen.GetProperty("headings").EnumerateArray().Select(h => h.GetString()).ShouldContain("Answers of the day");
        seen.GetProperty("widerThanThePhone").GetBoolean().ShouldBeFalse();
    }

    private static async Task<JsonElement> JsonAsync(HttpClient client, string path)
    {
        using var answer = await client.GetAsync($"/api/v1/monitoring/{path}");
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
        return await answer.JsonAsync();
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, string path)
    {
        using var answer = await client.GetAsync($"/api/v1/monitoring/{path}");
        if (answer.StatusCode != HttpStatusCode.OK)
        {
            answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        }

        return answer.StatusCode;
    }
}
