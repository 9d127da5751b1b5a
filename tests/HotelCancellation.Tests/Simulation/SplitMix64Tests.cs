using CsCheck;
using HotelCancellation.Simulation;

namespace HotelCancellation.Tests.Simulation;

public sealed class SplitMix64Tests
{
    [Fact]
    public void NextUInt64_OfTheKnownSeed_GivesThePublishedSequence()
    {
        var random = new SplitMix64(1234567);

        ulong[] drawn = [random.NextUInt64(), random.NextUInt64(), random.NextUInt64(), random.NextUInt64(), random.NextUInt64()];

        drawn.ShouldBe([6457827717110365317UL, 3203168211198807973UL, 9817491932198370423UL, 4593380528125082431UL, 16408922859458223821UL]);
    }

    [Fact]
    public void Fork_Always_LeavesTheParentAsItWas()
    {
        var (parent, twin) = (new SplitMix64(5), new SplitMix64(5));

        var (first, second) = (parent.Fork(1), parent.Fork(2));

        parent.NextUInt64().ShouldBe(twin.NextUInt64());
        first.NextUInt64().ShouldNotBe(second.NextUInt64());
    }

    [Theory]
    [InlineData(0.3)]
    [InlineData(5)]
    [InlineData(100)]
    public void NextPoisson_ManyDraws_HasItsMeanAndVariance(double mean)
    {
        var random = new SplitMix64(7);
        const int n = 40_000;

        var draws = Enumerable.Range(0, n).Select(_ => (double)random.NextPoisson(mean)).ToArray();

        var average = draws.Average();
        average.ShouldBe(mean, 5 * Math.Sqrt(mean / n));
        draws.Average(x => (x - average) * (x - average)).ShouldBe(mean, 0.05 * Math.Max(1, mean));
    }

    [Fact]
    public void NextNormal_ManyDraws_HasMeanZeroAndVarianceOne()
    {
        var random = new SplitMix64(8);

        var draws = Enumerable.Range(0, 40_000).Select(_ => random.NextNormal()).ToArray();

        draws.Average().ShouldBe(0, 0.025);
        draws.Average(x => x * x).ShouldBe(1, 0.04);
        ((double)draws.Count(x => x > 1.959964)).ShouldBe(1000, 160);
    }

    [Fact]
    public void StableMath_AnyArgument_AgreesWithThePlatform()
    {
        Gen.Double[-690, 690].Sample(x => StableMath.Exp(x).ShouldBe(Math.Exp(x), 1e-12 * Math.Exp(x)));
        Gen.Double[-690, 690].Select(Math.Exp).Sample(x => StableMath.Log(x).ShouldBe(Math.Log(x), 1e-13 * Math.Max(1, Math.Abs(Math.Log(x)))));
        StableMath.Exp(0).ShouldBe(1);
        StableMath.Log(1).ShouldBe(0);
        StableMath.Exp(-1000).ShouldBe(0);
    }

    [Fact]
    public void Choice_ManyDraws_FollowsTheWeights()
    {
        var random = new SplitMix64(9);
        var few = new Choice<int>((0, 1), (1, 0), (2, 3));
        var many = Choice<int>.Zipf([.. Enumerable.Range(1, 40)], 1);

        var draws = Enumerable.Range(0, 20_000).Select(_ => (Few: few.Pick(ref random), Many: many.Pick(ref random))).ToArray();

        draws.Count(d => d.Few == 1).ShouldBe(0);
        ((double)draws.Count(d => d.Few == 2)).ShouldBe(15_000, 300);
        ((double)draws.Count(d => d.Many == 1) / draws.Count(d => d.Many == 4)).ShouldBe(4, 0.5);
        draws.Min(d => d.Many).ShouldBe(1);
        draws.Max(d => d.Many).ShouldBe(40);
    }
}
