using HotelCancellation.Validation;

namespace HotelCancellation.Tests.Validation;

public sealed class PopulationStabilityTests
{
    [Fact]
    public void Index_KnownShares_IsTheSum()
    {
        // (0.6 - 0.5) ln 1.2 + (0.4 - 0.5) ln 0.8
        PopulationStability.Index([500_000, 500_000], [600_000, 400_000]).ShouldBe(0.0405465, 1e-5);
        PopulationStability.Index([10, 20], [10, 20]).ShouldBe(0, 1e-12);
        PopulationStability.Index([100, 0], [0, 100]).ShouldBeInRange(5, 20, "an empty part is not infinite");
    }

    [Theory]
    [InlineData(2, 10.828)]
    [InlineData(11, 29.588)]
    [InlineData(21, 45.315)]
    public void Critical_Parts_IsTheChiSquareQuantile(int parts, double tabled) =>
        // Of equal sizes of 2: the factor is 1. Tables have 10.828, 29.588, 45.315 at 0.999; the approximation is a little above.
        PopulationStability.Critical(parts, 2, 2).ShouldBeInRange(tabled, tabled + 0.35);

    [Fact]
    public void Critical_NoChange_IsSeldomExceeded()
    {
        var random = new Random(5);
        var (beyondThreshold, beyondBoth) = (0, 0);
        for (var trial = 0; trial < 2000; trial++)
        {
            var (then, now) = (Draw(random, 50), Draw(random, 50));
            var psi = PopulationStability.Index(then, now);
            beyondThreshold += psi > PopulationStability.Threshold ? 1 : 0;
            beyondBoth += psi > PopulationStability.Threshold && psi > PopulationStability.Critical(10, 50, 50) ? 1 : 0;
        }

        // With 50 rows the threshold alone would cry wolf all the time.
        beyondThreshold.ShouldBeGreaterThan(1000);
        beyondBoth.ShouldBeLessThan(20);
    }

    private static long[] Draw(Random random, int rows)
    {
        var counts = new long[10];
        for (var i = 0; i < rows; i++)
        {
            counts[random.Next(10)]++;
        }

        return counts;
    }
}
