using HotelCancellation.Monitoring.Statistics;

namespace HotelCancellation.Tests.Monitoring.Statistics;

/// <summary>Values of SciPy 1.10.1 and NumPy 1.24.2 for two tables of six parts.</summary>
public class DistanceTests
{
    private static readonly long[] Then = [120, 300, 250, 180, 90, 60];
    private static readonly long[] Now = [30, 50, 70, 40, 5, 25];

    // scipy.special.rel_entr(p, q).sum() + rel_entr(q, p).sum() of the shares with half a row in each part; scipy.stats.chi2.isf and sf.
    [Fact]
    public void StabilityIndex_OfTables_IsThatOfSciPy()
    {
        var index = StabilityIndex.Of(Then, Now);

        index.Value.ShouldBe(0.15789403799867555, 1e-14);
        index.Critical(0.001).ShouldBe(0.11376503134530958, 1e-12);
        index.PValue.ShouldBe(2.941744805035842e-05, 1e-14);

        // scipy.stats.chi2_contingency(correction=False), the larger of the two.
        index.SafePValue.ShouldBe(0.00014939625795185385, 1e-14);
        StabilityIndex.Of(Now, Then).Value.ShouldBe(index.Value, 1e-14);
    }

    [Fact]
    public void StabilityIndex_WithPartsEmptyInBoth_LeavesThemOut() =>
        StabilityIndex.Of([.. Then, 0, 0], [.. Now, 0, 0]).ShouldBe(StabilityIndex.Of(Then, Now));

    [Fact]
    public void StabilityIndex_WithAPartEmptyInOne_IsFinite() => StabilityIndex.Of([100, 0], [80, 20]).Value.ShouldBeInRange(0.5, 1.5);

    [Fact]
    public void StabilityIndex_WithADesignEffect_NeedsThatMuchMore() =>
        StabilityIndex.Of(Then, Now, 2).Critical(0.001).ShouldBe(2 * StabilityIndex.Of(Then, Now).Critical(0.001), 1e-12);

    [Fact]
    public void SafePValue_OfNoChange_IsBelowALevelAsSeldomAsItSays()
    {
        var random = new Random(1);
        const int Samples = 60_000;
        var reference = Enumerable.Repeat(2000L, 10).ToArray();
        var (safe, asymptotic) = (0, 0);
        for (var sample = 0; sample < Samples; sample++)
        {
            var current = new long[10];
            for (var row = 0; row < 100; row++)
            {
                current[random.Next(10)]++;
            }

            var index = StabilityIndex.Of(reference, current);
            safe += index.SafePValue < 0.0005 ? 1 : 0;
            asymptotic += index.PValue < 0.0005 ? 1 : 0;
        }

        // 30 are allowed; the index alone takes more.
        safe.ShouldBeInRange(1, 25);
        asymptotic.ShouldBeGreaterThan(35);
    }

    [Fact]
    public void StabilityIndex_OfOnePart_FindsNothing()
    {
        StabilityIndex.Of([10], [1000]).PValue.ShouldBe(1);
        StabilityIndex.Of([10], [1000]).Critical(0.05).ShouldBe(double.PositiveInfinity);
    }

    [Fact]
    public void OfJoined_SmallParts_JoinsNeighboursOrTheSmallest()
    {
        // Of 100 current rows, 0.5 are to be expected of a part with 5 of 1000, so the reference needs 50.
        StabilityIndex.OfJoined([30, 30, 440, 20, 480], [5, 5, 40, 2, 48], ordered: true).Parts.ShouldBe(3);
        StabilityIndex.OfJoined([30, 440, 30, 500], [5, 40, 5, 50], ordered: false).ShouldBe(StabilityIndex.Of([60, 440, 500], [10, 40, 50]));
        StabilityIndex.OfJoined([1000], [10], ordered: true).Parts.ShouldBe(1);
    }

    [Fact]
    public void StabilityIndex_OfNoRows_Throws() => Should.Throw<ArgumentException>(() => StabilityIndex.Of([1, 2], [0, 0]));

    // scipy.spatial.distance.jensenshannon(p, q, base=2)
    [Fact]
    public void JensenShannon_OfTables_IsThatOfSciPy()
    {
        JensenShannon.Distance(Then, Now).ShouldBe(0.16892175912323706, 1e-14);
        JensenShannon.Distance([1, 0, 3], [0, 5, 5]).ShouldBe(0.6270214338169248, 1e-14);
        JensenShannon.Divergence([7, 0], [0, 3]).ShouldBe(1, 1e-14);
    }

    // scipy.stats.wasserstein_distance(points, points, then, now)
    [Fact]
    public void Wasserstein_OfTables_IsThatOfSciPy() =>
        Wasserstein.Distance([1, 2, 3.5, 4, 7, 11], Then, Now).ShouldBe(0.3622727272727271, 1e-14);

    // scipy.stats.chi2_contingency(correction=False)
    [Fact]
    public void Homogeneity_OfTables_IsThatOfSciPy()
    {
        var test = Homogeneity.Of(Then, Now);

        test.ChiSquare.ShouldBe(24.84310318973174, 1e-11);
        test.Degrees.ShouldBe(5);
        test.PValue.ShouldBe(0.00014939625795185385, 1e-14);
    }

    // scipy.stats.chi2_contingency([[30, 970], [20, 180]], correction=False), its root, and norm.sf of that
    [Fact]
    public void TwoProportions_OfManyRows_IsTheRootOfChiSquare()
    {
        TwoProportions.Z(30, 1000, 20, 200).ShouldBe(4.522407977288589, 1e-12);
        TwoProportions.RisePValue(40, 1000, 20, 200).ShouldBe(Distributions.NormalUpper(TwoProportions.Z(40, 1000, 20, 200)));
        Distributions.NormalUpper(4.522407977288589).ShouldBe(3.0570035069894094e-06, 1e-15);
    }

    // scipy.stats.fisher_exact(..., alternative='greater')
    [Theory]
    [InlineData(3, 5000, 2, 50, 0.0009427342414992506)]
    [InlineData(0, 1000, 3, 60, 0.00017287960536971532)]
    [InlineData(12, 400, 9, 100, 0.012581784524980707)]
    public void TwoProportions_OfFewRows_IsFishersTest(long then, long thenRows, long now, long nowRows, double expected) =>
        TwoProportions.RisePValue(then, thenRows, now, nowRows).ShouldBe(expected, expected * 1e-8);

    // By hand in NumPy from the papers' definitions.
    [Fact]
    public void MultipleTesting_OfPValues_AdjustsThem()
    {
        double[] values = [0.001, 0.04, 0.03, 0.005, 0.8];

        MultipleTesting.Adjust(values, Correction.Holm).ShouldBe([0.005, 0.09, 0.09, 0.02, 0.8], 1e-15);
        MultipleTesting.Adjust(values, Correction.BenjaminiHochberg).ShouldBe([0.005, 0.05, 0.05, 0.0125, 0.8], 1e-15);
        MultipleTesting.Adjust([], Correction.Holm).ShouldBeEmpty();
    }
}
