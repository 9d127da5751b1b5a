using HotelCancellation.Retraining.Gate;

namespace HotelCancellation.Tests.Retraining.Gate;

/// <summary>A challenger that is as good as the champion, and may have learned more days.</summary>
public sealed class FresherChallengerTests
{
    private static readonly GateQuestion Equal = PairedModels.EquallyGood(3, SwapUnit.Party, 3000);

    [Theory]
    [InlineData(0, 14, 0.005, false)]
    [InlineData(13, 14, 0.005, false)]
    [InlineData(14, 14, 0.005, true)]
    [InlineData(400, 0, 0.005, false)]
    [InlineData(400, 14, 0.0, false)]
    public void Judge_AsGoodAModel_IsFreshFromSomeDaysOnWhereItCannotBeMuchWorse(int newDays, int refreshDays, double tolerance, bool isFresh)
    {
        var verdict = new PromotionGate(new GateOptions { RefreshDays = refreshDays, RefreshTolerance = tolerance }).Judge(Equal with { NewDays = newDays });

        verdict.IsBetter.ShouldBeFalse();
        verdict.Criteria.Any(c => c is { Name: Criterion.Fresh, Passed: true }).ShouldBe(isFresh);
        verdict.FailedNames().Contains(Criterion.Better).ShouldBe(!isFresh);
    }
}
