using HotelCancellation.IntegrationTests.Support;
using HotelCancellation.Monitoring;
using HotelCancellation.Monitoring.Reports;
using HotelCancellation.Monitoring.Runs;
using HotelCancellation.Monitoring.Triggers;
using Microsoft.Extensions.Options;

namespace HotelCancellation.IntegrationTests.Monitoring;

public sealed class TrainingRequestTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    private static readonly DateOnly Today = new(2026, 5, 1);
    private static readonly Finding Drift = new() { Key = "drift/*", Kind = FindingKind.Drift, Severity = FindingSeverity.Error, Reasons = ["It is so."] };

    [Fact]
    public async Task Request_OfAPerson_IsKeptWithItsReasonAndCountsForTheDaysAfter()
    {
        await using var stage = new TestStage(azurite.Settings());

        var asked = await stage.Get<TrainingRequests>().RequestTrainingAsync("ann", "a new hotel joins", "coast", default);
        var kept = await stage.Get<KeptReports>().DecisionsAsync(10, default);
        var late = await DecideAsync(stage, Today.AddDays(-1), Drift);
        var next = await DecideAsync(stage, Today, Drift);
        var after = await DecideAsync(stage, Today.AddDays(7), Drift);

        (asked.Outcome, asked.Day, asked.By, asked.Note, asked.PropertyGroup, asked.At).ShouldBe((TriggerOutcome.Train, Today, "ann", "a new hotel joins", "coast", stage.Time.GetUtcNow()));
        asked.Causes.ShouldBe([TriggerCause.Manual]);
        asked.Reason.ShouldContain("a new hotel joins");
        kept.ShouldHaveSingleItem().Reason.ShouldBe(asked.Reason);

        // The day before is judged after somebody has asked, and knows of it.
        (late.Outcome, next.Outcome, after.Outcome).ShouldBe((TriggerOutcome.CoolDown, TriggerOutcome.CoolDown, TriggerOutcome.Train));
        (late.NewFindings.Count, next.NewFindings.Count).ShouldBe((1, 0));
        (await DecideAsync(stage, Today)).Reason.ShouldBe(next.Reason, "a day is decided once");
        (await stage.Get<KeptReports>().DecisionsAsync(10, default)).Select(d => (d.Day, d.By)).ShouldBe([(Today.AddDays(7), null), (Today, null), (Today, "ann"), (Today.AddDays(-1), null)]);
    }

    [Fact]
    public async Task Request_ManyAtOnce_SpendTheBudgetOnce()
    {
        var settings = azurite.Settings();
        await using var one = new TestStage(settings);
        await using var two = new TestStage(settings);

        var decisions = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => (i % 2 == 0 ? one : two).Get<TrainingRequests>().RequestTrainingAsync($"p-{i}", "now", null, default)));

        decisions.Count(d => d.Outcome == TriggerOutcome.Train).ShouldBe(2);
        decisions.Count(d => d.Outcome == TriggerOutcome.BudgetSpent).ShouldBe(6);
        var kept = await one.Get<KeptReports>().DecisionsAsync(100, default);
        kept.Select(d => d.By).ShouldBe(decisions.Select(d => d.By), ignoreOrder: true);
        one.Time.Advance(TimeSpan.FromDays(7));
        (await one.Get<TrainingRequests>().RequestTrainingAsync("ann", "again", null, default)).Outcome.ShouldBe(TriggerOutcome.Train);
    }

    [Fact]
    public async Task Request_WhileAFeedIsBroken_IsRefusedWithTheReason()
    {
        await using var stage = new TestStage(azurite.Settings());
        var broken = new Finding { Key = "data/city", Kind = FindingKind.Data, Severity = FindingSeverity.Error, Property = "city", Reasons = ["meal is missing."] };
        await stage.KeepAsync(new MonitoringReport { Day = Today.AddDays(-1), ModelVersion = "m-0123456789ab", Scopes = [], Findings = [broken] });

        var refused = await stage.Get<TrainingRequests>().RequestTrainingAsync("ann", "now", null, default);
        await stage.KeepAsync(new MonitoringReport { Day = Today, ModelVersion = "m-0123456789ab", Scopes = [], Findings = [] });
        var taken = await stage.Get<TrainingRequests>().RequestTrainingAsync("ann", "now", null, default);

        (refused.Outcome, refused.ReportDay).ShouldBe((TriggerOutcome.DataTrouble, Today.AddDays(-1)));
        refused.Reason.ShouldContain("meal is missing.");
        (taken.Outcome, taken.ReportDay).ShouldBe((TriggerOutcome.Train, Today));
    }

    private static Task<TriggerDecision> DecideAsync(TestStage stage, DateOnly day, params Finding[] findings)
    {
        var policy = new TriggerPolicy(stage.Get<IOptions<MonitoringOptions>>().Value);
        return stage.Get<TableDecisions>().DecideAsync(day, state => policy.Decide(new TriggerQuestion { Day = day, Findings = findings, NewLabels = 1_000 }, state), default);
    }
}
