using System.Text.Json;
using HotelCancellation.Monitoring;
using HotelCancellation.Monitoring.Reports;
using HotelCancellation.Monitoring.Triggers;

namespace HotelCancellation.Tests.Monitoring.Triggers;

public sealed class TriggerPolicyTests
{
    private static readonly DateOnly Day = new(2026, 3, 1);
    private static readonly Finding Drift = Make(FindingKind.Drift, "city-01");
    private static readonly Finding Broken = Make(FindingKind.Data, "city-02");
    private readonly TriggerPolicy _policy = new(new MonitoringOptions());

    [Fact]
    public void Decide_NothingFound_IsNotAsked()
    {
        var (decision, state) = Decide(TriggerState.Empty, []);

        decision.Outcome.ShouldBe(TriggerOutcome.NotAsked);
        decision.Reason.ShouldNotBeEmpty();
        state.Trainings.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(FindingKind.Drift, TriggerCause.Drift)]
    [InlineData(FindingKind.Concept, TriggerCause.Drift)]
    [InlineData(FindingKind.Performance, TriggerCause.Performance)]
    public void Decide_WhatTrainingMayMend_Trains(FindingKind kind, TriggerCause cause)
    {
        var (decision, state) = Decide(TriggerState.Empty, [Make(kind, null)]);

        decision.Outcome.ShouldBe(TriggerOutcome.Train);
        decision.Causes.ShouldBe([cause]);
        decision.NewFindings.ShouldBe([Finding.KeyOf(kind, null)]);
        state.Trainings.ShouldBe([Day]);
    }

    [Theory]
    [InlineData(FindingKind.NewCategories)]
    [InlineData(FindingKind.Predictions)]
    public void Decide_WhatAsksForNothing_IsNotAsked(FindingKind kind) => Decide(TriggerState.Empty, [Make(kind, null)]).Decision.Outcome.ShouldBe(TriggerOutcome.NotAsked);

    [Fact]
    public void Decide_BrokenFeed_NeverTrainsWhoeverAsks()
    {
        var (decision, state) = Decide(TriggerState.Empty, [Drift, Broken], manual: "ann");

        decision.Outcome.ShouldBe(TriggerOutcome.DataTrouble);
        decision.Reason.ShouldContain("because of data");
        state.Trainings.ShouldBeEmpty();
        state.Standing.ShouldBe([Drift.Key]);
    }

    [Fact]
    public void Decide_SoonAfterATraining_WaitsUnlessAPersonAsks()
    {
        var state = new TriggerState { Trainings = [Day.AddDays(-6)] };

        Decide(state, [Drift]).Decision.Outcome.ShouldBe(TriggerOutcome.CoolDown);
        Decide(state, [Drift], manual: "ann").Decision.Outcome.ShouldBe(TriggerOutcome.Train);
        Decide(new TriggerState { Trainings = [Day.AddDays(-7)] }, [Drift]).Decision.Outcome.ShouldBe(TriggerOutcome.Train);
    }

    [Fact]
    public void Decide_FewNewOutcomes_WaitsUnlessAPersonAsks()
    {
        Decide(TriggerState.Empty, [Drift], labels: 199).Decision.Outcome.ShouldBe(TriggerOutcome.TooFewLabels);
        Decide(TriggerState.Empty, [Drift], labels: 200).Decision.Outcome.ShouldBe(TriggerOutcome.Train);
        Decide(TriggerState.Empty, [], labels: 0, manual: "ann").Decision.By.ShouldBe("ann");
        Decide(TriggerState.Empty, [], labels: 0, manual: "ann").Decision.Outcome.ShouldBe(TriggerOutcome.Train);
    }

    [Fact]
    public void Decide_WeeksBudgetSpent_RefusesAPersonToo()
    {
        var state = new TriggerState { Trainings = [Day.AddDays(-6), Day.AddDays(-1)] };

        Decide(state, [], manual: "ann").Decision.Outcome.ShouldBe(TriggerOutcome.BudgetSpent);
        Decide(state with { Trainings = [Day.AddDays(-7), Day.AddDays(-1)] }, [], manual: "ann").Decision.Outcome.ShouldBe(TriggerOutcome.Train);
    }

    [Fact]
    public void Decide_Schedule_CountsFromTheLastTraining()
    {
        var (_, state) = Decide(TriggerState.Empty, []);

        Decide(state, [], days: 27).Decision.Outcome.ShouldBe(TriggerOutcome.NotAsked);
        var (due, after) = Decide(state, [], days: 28);
        due.Causes.ShouldBe([TriggerCause.Schedule]);
        due.Outcome.ShouldBe(TriggerOutcome.Train);
        Decide(after, [], days: 29).Decision.Outcome.ShouldBe(TriggerOutcome.NotAsked);
        new TriggerPolicy(new MonitoringOptions { ScheduleDays = 0 }).Decide(Question([], 500, 1000, null), state).Decision.Outcome.ShouldBe(TriggerOutcome.NotAsked);
    }

    [Fact]
    public void Decide_FindingThatStands_IsNewOnce()
    {
        var (first, state) = Decide(TriggerState.Empty, [Drift], labels: 0);
        var (second, after) = Decide(state, [Drift, Make(FindingKind.Concept, null)], days: 1, labels: 0);
        var (_, cleared) = Decide(after, [], days: 2);

        first.NewFindings.ShouldBe([Drift.Key]);
        second.NewFindings.ShouldBe(["concept/*"]);
        Decide(cleared, [Drift], days: 3, labels: 0).Decision.NewFindings.ShouldBe([Drift.Key]);
    }

    [Fact]
    public void State_AsJson_ComesBack()
    {
        var (_, state) = Decide(TriggerState.Empty, [Drift]);

        var read = JsonSerializer.Deserialize<TriggerState>(JsonSerializer.Serialize(state, MonitoringJson.Options), MonitoringJson.Options)!;

        (read.ScheduledFrom, read.Trainings.Single(), read.Standing.Single()).ShouldBe((state.ScheduledFrom, Day, Drift.Key));
    }

    private static Finding Make(FindingKind kind, string? property) =>
        new() { Key = Finding.KeyOf(kind, property), Kind = kind, Severity = FindingSeverity.Error, Property = property, Reasons = [$"because of {kind.ToString().ToLowerInvariant()}"] };

    private static TriggerQuestion Question(Finding[] findings, int days, long labels, string? manual) => new() { Day = Day.AddDays(days), Findings = findings, NewLabels = labels, ManualBy = manual };

    private (TriggerDecision Decision, TriggerState State) Decide(TriggerState state, Finding[] findings, int days = 0, long labels = 1000, string? manual = null) =>
        _policy.Decide(Question(findings, days, labels, manual), state);
}
