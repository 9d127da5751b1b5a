using HotelCancellation.Monitoring.Statistics;

namespace HotelCancellation.Tests.Monitoring.Statistics;

/// <summary>Values of SciPy 1.10.1.</summary>
public class DistributionsTests
{
    // scipy.stats.chi2.sf
    [Theory]
    [InlineData(0.5, 1, 0.47950012218695337)]
    [InlineData(3.84, 1, 0.05004352124870519)]
    [InlineData(10, 9, 0.3504852123233613)]
    [InlineData(45, 9, 9.226628710549154e-07)]
    [InlineData(1, 20, 0.999999999829033)]
    [InlineData(150, 100, 0.0009039320423540184)]
    public void ChiSquareUpper_OfValues_IsThatOfSciPy(double value, int degrees, double expected) =>
        Distributions.ChiSquareUpper(value, degrees).ShouldBe(expected, expected * 1e-10);

    // scipy.stats.chi2.isf
    [Theory]
    [InlineData(0.05, 1, 3.8414588206941285)]
    [InlineData(0.001, 9, 27.877164871256575)]
    [InlineData(4e-05, 10, 37.86880328106611)]
    [InlineData(0.5, 3, 2.3659738843753377)]
    public void ChiSquareCritical_OfLevels_IsThatOfSciPy(double alpha, int degrees, double expected) =>
        Distributions.ChiSquareCritical(alpha, degrees).ShouldBe(expected, expected * 1e-10);

    // scipy.stats.norm.sf
    [Theory]
    [InlineData(-1.5, 0.9331927987311419)]
    [InlineData(0, 0.5)]
    [InlineData(1, 0.15865525393145707)]
    [InlineData(3, 0.0013498980316300933)]
    [InlineData(8, 6.22096057427174e-16)]
    public void NormalUpper_OfValues_IsThatOfSciPy(double z, double expected) => Distributions.NormalUpper(z).ShouldBe(expected, expected * 1e-10);

    // scipy.stats.norm.ppf
    [Theory]
    [InlineData(0.001, -3.090232306167813)]
    [InlineData(0.025, -1.9599639845400545)]
    [InlineData(0.5, 0)]
    [InlineData(0.975, 1.959963984540054)]
    public void NormalQuantile_OfProbabilities_IsThatOfSciPy(double probability, double expected) =>
        Distributions.NormalQuantile(probability).ShouldBe(expected, 1e-10);

    // scipy.special.gammaln
    [Theory]
    [InlineData(0.1, 2.252712651734206)]
    [InlineData(0.5, 0.5723649429247)]
    [InlineData(3.5, 1.2009736023470743)]
    [InlineData(100, 359.1342053695754)]
    [InlineData(1e6, 12815504.569147611)]
    public void LogGamma_OfValues_IsThatOfSciPy(double x, double expected) => Distributions.LogGamma(x).ShouldBe(expected, expected * 1e-12);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(double.NaN)]
    public void Quantiles_OfNoProbability_Throw(double value)
    {
        Should.Throw<ArgumentOutOfRangeException>(() => Distributions.NormalQuantile(value));
        Should.Throw<ArgumentOutOfRangeException>(() => Distributions.ChiSquareCritical(value, 1));
    }
}
