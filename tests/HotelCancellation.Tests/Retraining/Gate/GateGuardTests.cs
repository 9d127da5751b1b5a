using HotelCancellation.Retraining.Gate;

namespace HotelCancellation.Tests.Retraining.Gate;

/// <summary>A challenger that is better, with one thing wrong.</summary>
public class GateGuardTests
{
    private static readonly PromotionGate Gate = new(new GateOptions { Rounds = 400 });
    private static readonly GateQuestion Better = PairedModels.Pair(7, 2000, 1.2, 0.1);

    [Fact]
    public void Judge_NothingWrong_Promotes()
    {
        var verdict = Gate.Judge(Better);

        verdict.Outcome.ShouldBe(GateOutcome.Promote, verdict.Summary);
        verdict.Criteria.Select(c => c.Name).ShouldBe(
            [Criterion.Better, Criterion.Brier, Criterion.Cost, Criterion.Properties, Criterion.Level, Criterion.Calibration, Criterion.CountError,
            Criterion.Twin, Criterion.Latency, Criterion.Size, Criterion.Schema, Criterion.Data, Criterion.Leak, Criterion.Rows]);
    }

    public static TheoryData<string, string, string> Wrong => new()
    {
        { "learnedLater", Criterion.Rows, "has learned of days before 2026-01-02" },
        { "championLearnedLater", Criterion.Rows, "The champion m-00000000000a has learned of days before 2026-02-01" },
        { "unknownWhen", Criterion.Rows, "does not say up to which day it has learned" },
        { "open", Criterion.Rows, "have not matured" },
        { "asOfBefore", Criterion.Rows, "as of a day before" },
        { "unordered", Criterion.Rows, "not in the order of arrival" },
        { "notANumber", Criterion.Rows, "1 rows have a probability that is not 0 to 1" },
        { "few", Criterion.Rows, "There are 400 rows" },
        { "fewDays", Criterion.Rows, "of as much as 1 days of arrival of one size" },
        { "slow", Criterion.Latency, "A row takes 60001 ns, the champion's 20000; at most 60000 are allowed." },
        { "large", Criterion.Size, "at most 8000000 are allowed" },
        { "newField", Criterion.Schema, "Requests need no 'agent' so far" },
        { "unknownFeature", Criterion.Schema, "Feature 'weather' does not exist" },
        { "leakingFeature", Criterion.Schema, "Feature 'assignedRoomType' is refused" },
        { "invalid", Criterion.Data, "Validation found the data wanting" },
        { "alarm", Criterion.Data, "Three days without agents" },
        { "separates", Criterion.Leak, "'adr' is suspected" },
        { "holdsMost", Criterion.Leak, "'agentRate' is suspected" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Judge_OneThingWrong_IsRefusedForThatAlone(string what, string criterion, string sentence)
    {
        var (champion, challenger, rows) = (Better.Champion!, Better.Challenger, Better.Rows);
        var question = what switch
        {
            "learnedLater" => Better with { Challenger = challenger with { KnownBefore = Better.From.AddDays(1) } },
            "championLearnedLater" => Better with { Champion = champion with { KnownBefore = new DateOnly(2026, 2, 1) } },
            "unknownWhen" => Better with { Challenger = challenger with { KnownBefore = null } },
            "open" => Better with { MaturedBefore = Better.MaturedBefore.AddDays(-1) },
            "asOfBefore" => Better with { Rows = [.. rows.Select((r, i) => i == 9 ? r with { AsOf = Better.From.AddDays(-1) } : r)] },
            "unordered" => Better with { Rows = [.. rows.Skip(1000), .. rows.Take(1000)] },
            "notANumber" => Better with { Rows = [.. rows.Select((r, i) => i == 9 ? r with { Challenger = double.NaN } : r)] },
            "few" => Better with { Rows = [.. rows.Where((_, i) => i % 5 == 0)] },
            "fewDays" => Better with { Rows = [.. rows.Select(r => r with { Arrival = rows[^1].Arrival })] },
            "slow" => Better with { Challenger = challenger with { RowNanoseconds = 60_001 } },
            "large" => Better with { Challenger = challenger with { Bytes = 8_000_001 } },
            "newField" => Better with { Challenger = challenger with { RequiredFields = ["adr", "agent"] } },
            "unknownFeature" => Better with { Challenger = challenger with { Features = ["adr", "weather"] } },
            "leakingFeature" => Better with { Challenger = challenger with { Features = ["adr", "assignedRoomType"] } },
            "invalid" => Better with { Data = new GateData(false, []) },
            "alarm" => Better with { Data = new GateData(true, ["Three days without agents."]) },
            "separates" => Better with { Champion = champion with { Evidence = Evidence(0.95, 0.1) }, Challenger = challenger with { Evidence = Evidence(0.95, 0.16) } },
            _ => Better with { Challenger = challenger with { Evidence = [.. champion.Evidence.Select(e => e.Feature == "agentRate" ? e with { Importance = 0.5 } : e)] } },
        };

        var verdict = Gate.Judge(question);

        verdict.Outcome.ShouldBe(GateOutcome.Refuse);
        verdict.FailedNames().ShouldBe([criterion], verdict.Summary);
        verdict.The(criterion).Sentence.ShouldContain(sentence);

        FeatureEvidence[] Evidence(double auc, double importance) => [.. champion.Evidence.Select(e => e.Feature == "adr" ? e with { Auc = auc, Importance = importance } : e)];
    }

    [Fact]
    public void Judge_LeakThatTheChampionLeansOnAsMuch_IsNoNewOne()
    {
        FeatureEvidence[] evidence = [new("adr", 0.95, 0.6)];

        Gate.Judge(Better with { Champion = Better.Champion! with { Evidence = evidence }, Challenger = Better.Challenger with { Evidence = evidence } }).Outcome.ShouldBe(GateOutcome.Promote);
        Gate.Judge(Better with { Champion = null, Challenger = Better.Challenger with { Evidence = evidence } }).FailedNames().ShouldContain(Criterion.Leak);
    }

    [Fact]
    public void Judge_FirstModelOnce_IsHeldToAbsoluteBoundsAlone()
    {
        var first = Better with { Champion = null };

        Gate.Judge(first with { Challenger = first.Challenger with { RowNanoseconds = 1_000_000, Bytes = 100_000_000 } }).Outcome.ShouldBe(GateOutcome.Promote);
        Gate.Judge(first with { Challenger = first.Challenger with { RowNanoseconds = 1_000_001, Bytes = 100_000_001 } }).FailedNames().ShouldBe([Criterion.Latency, Criterion.Size]);
    }

    [Fact]
    public void Judge_BetterBrierAtMuchHigherCost_IsRefusedForCost()
    {
        // It foretells better and decides worse: a threshold that nobody reaches.
        var verdict = Gate.Judge(Better with { Challenger = Better.Challenger with { Threshold = 0.99 } });

        verdict.The(Criterion.Better).Passed.ShouldBeTrue();
        verdict.FailedNames().ShouldBe([Criterion.Cost]);
    }

    [Fact]
    public void Judge_ManyHotelsOneAFewPointsWorseByChance_IsNotRefusedForIt()
    {
        // Forty hotels of forty rows: that the lowest of them is not worse by the luck of the draw takes a correction.
        var gate = new PromotionGate(new GateOptions { Rounds = 200, PropertyRows = 25 });
        var refused = Enumerable.Range(0, 40).AsParallel().Count(seed =>
        {
            var question = PairedModels.EquallyGood(seed, SwapUnit.Party, 1600);
            var random = new Random(seed);
            var hotels = question.Rows.Select(r => r.Party).Distinct().ToDictionary(p => p, _ => $"hotel-{random.Next(40)}");
            return !gate.Judge(question with { Rows = [.. question.Rows.Select(r => r with { Property = hotels[r.Party] })] }).The(Criterion.Properties).Passed;
        });

        refused.ShouldBeLessThanOrEqualTo(4);
    }
}
