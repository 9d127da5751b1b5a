using HotelCancellation.Simulation.Running;
using HotelCancellation.Training;

namespace HotelCancellation.Tests.Simulation.Running;

public sealed class PairedGainTests
{
    private static readonly Random Draw = new(7);
    private static readonly int[] Days = [.. Enumerable.Range(0, 3000).Select(i => i / 10)];
    private static readonly double[] Truth = [.. Days.Select(_ => Draw.NextDouble())];
    private static readonly bool[] Outcomes = [.. Truth.Select(p => Draw.NextDouble() < p)];
    private static readonly double[] Blurred = [.. Truth.Select(p => Math.Round(Math.Clamp(p + ((Draw.NextDouble() - 0.5) * 0.8), 0.01, 0.99), 2))];

    [Fact]
    public void Of_BetterAnswers_IsTheDifferenceOfTheMetricsInsideAnIntervalAboveZero()
    {
        var (auc, brier) = new PairedGain(Days, Outcomes, Blurred, Truth).Of(400, 1);

        var (before, after) = (BinaryMetrics.Of(Blurred, Outcomes), BinaryMetrics.Of(Truth, Outcomes));
        auc.Value.ShouldBe(after.Auc - before.Auc, 1e-9);
        brier.Value.ShouldBe(before.Brier - after.Brier, 1e-9);
        auc.Low.ShouldBeInRange(0.001, auc.Value);
        auc.High.ShouldBeGreaterThan(auc.Value);
        brier.Low.ShouldBeInRange(0.001, brier.Value);
    }

    [Fact]
    public void Of_TheSetsTheOtherWayRound_IsTheOppositeGain()
    {
        var (there, back) = (new PairedGain(Days, Outcomes, Blurred, Truth).Of(100, 1), new PairedGain(Days, Outcomes, Truth, Blurred).Of(100, 1));

        back.Auc.Value.ShouldBe(-there.Auc.Value, 1e-12);
        back.Brier.Value.ShouldBe(-there.Brier.Value, 1e-12);
        back.Auc.High.ShouldBeLessThan(0);
    }

    [Fact]
    public void Of_DaysThatShareAFate_IsLessCertainThanOfDaysOfTheirOwn()
    {
        bool[] fates = [.. Days.Select(d => d % 3 == 0)];
        double[] flat = [.. Days.Select(_ => 0.33)], knowing = [.. fates.Select(f => f ? 0.4 : 0.3)];

        var shared = new PairedGain(Days, fates, flat, knowing).Of(400, 1).Brier;
        var own = new PairedGain([.. Enumerable.Range(0, Days.Length)], fates, flat, knowing).Of(400, 1).Brier;

        (shared.High - shared.Low).ShouldBeGreaterThan(2 * (own.High - own.Low));
    }
}
