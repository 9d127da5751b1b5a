using CsCheck;
using HotelCancellation.Retraining.Gate;

namespace HotelCancellation.Tests.Retraining.Gate;

/// <summary>How often chance passes the gate, and how often skill does.</summary>
public class GateLevelTests
{
    private static readonly PromotionGate Gate = new(new GateOptions { Rounds = 400 });

    [Fact]
    public void Judge_TwoHundredEquallyGoodPairs_PromotesAtMostOneInTwenty()
    {
        var verdicts = Enumerable.Range(0, 200).AsParallel().Select(i => Gate.Judge(PairedModels.EquallyGood(i, (SwapUnit)(i % 3), 2000))).ToArray();

        verdicts.ShouldAllBe(v => v.The(Criterion.Rows).Passed);
        verdicts.Count(v => v.The(Criterion.Better).Passed).ShouldBeLessThanOrEqualTo(10);
        verdicts.Count(v => v.Outcome == GateOutcome.Promote).ShouldBeLessThanOrEqualTo(10);
    }

    [Fact]
    public void Judge_BrierTwoThousandthsBetterOnFiveThousandRows_IsMostlyPromoted()
    {
        var verdicts = Enumerable.Range(0, 40).AsParallel().Select(i => Gate.Judge(PairedModels.Pair(500 + i, 5000, 0.24, 0.05))).ToArray();

        verdicts.Average(v => v.The(Criterion.Brier).Difference!.Value).ShouldBe(0.002, 0.0008);
        verdicts.Count(v => v.Outcome == GateOutcome.Promote).ShouldBeGreaterThan(20);
    }

    [Fact]
    public void Judge_ModelsChangePlaces_DifferencesChangeSign() =>
        Gen.Int[0, 100_000].Sample(
            seed =>
            {
                var question = PairedModels.Pair(seed, 600, 0.3, 0.6);
                var there = Gate.Judge(question);
                var back = Gate.Judge(question with
                {
                    Champion = question.Challenger,
                    Challenger = question.Champion!,
                    Rows = [.. question.Rows.Select(r => r with { Champion = r.Challenger, Challenger = r.Champion })],
                });
                foreach (var name in new[] { Criterion.Brier, Criterion.Cost })
                {
                    var (a, b) = (there.The(name), back.The(name));
                    (b.Champion, b.Challenger).ShouldBe((a.Challenger, a.Champion));
                    (b.Difference, b.Low, b.High).ShouldBe((-a.Difference, -a.High, -a.Low));
                }

                (there.The(Criterion.Better).Passed && back.The(Criterion.Better).Passed).ShouldBeFalse();
            },
            iter: 30);

    [Fact]
    public void Judge_ModelBesideItself_IsNeverPromoted() =>
        Gen.Select(Gen.Int[0, 100_000], Gen.Double[0, 2]).Sample(
            (seed, error) =>
            {
                var question = PairedModels.Pair(seed, 600, error, error);
                var verdict = Gate.Judge(question with { Rows = [.. question.Rows.Select(r => r with { Challenger = r.Champion })] });

                verdict.FailedNames().ShouldBe([Criterion.Better]);
                verdict.The(Criterion.Brier).Difference.ShouldBe(0);
            },
            iter: 30);

    [Fact]
    public void Judge_MoreRoomsOfAParty_ChangeNoBrierScore()
    {
        var question = PairedModels.Pair(11, 600, 0.3, 0.6);
        var party = question.Rows.MaxBy(r => r.Champion);

        // The worst that could be said of one, forty times.
        var more = question with { Rows = [.. question.Rows.SelectMany(r => Enumerable.Repeat(r, r.Party == party.Party ? 40 : 1))] };

        var (before, after) = (Gate.Judge(question).The(Criterion.Brier), Gate.Judge(more).The(Criterion.Brier));
        after.Champion!.Value.ShouldBe(before.Champion!.Value, 1e-12);
        after.Difference!.Value.ShouldBe(before.Difference!.Value, 1e-12);
        after.Sentence.Split("By rooms")[1].ShouldNotBe(before.Sentence.Split("By rooms")[1]);
    }

    [Fact]
    public void Judge_DifferencesOfRoundingAlone_AreNotBetter()
    {
        var question = PairedModels.Pair(5, 600, 0.3, 0.3);

        var verdict = Gate.Judge(question with { Rows = [.. question.Rows.Select(r => r with { Challenger = r.Champion + (r.IsCancelled ? 1e-15 : -1e-15) })] });

        verdict.The(Criterion.Brier).Low!.Value.ShouldBeGreaterThan(0);
        verdict.FailedNames().ShouldBe([Criterion.Better]);
    }

    [Fact]
    public void Judge_TheSameQuestion_GivesTheSameBytes()
    {
        var question = PairedModels.EquallyGood(3, SwapUnit.Party, 600);

        Gate.Judge(question).ToJson().ShouldBe(new PromotionGate(new GateOptions { Rounds = 400 }).Judge(question).ToJson());
    }
}
