using CsCheck;
using HotelCancellation.Model;
using HotelCancellation.Training;

namespace HotelCancellation.Tests.Model;

public class CalibrationTests
{
    [Fact]
    public void Apply_AnyRawLogOdds_KeepsTheirOrder() =>
        Gen.Select(Gen.Double[-10, 10], Gen.Double[-10, 10], Gen.Double[-2, 2], Gen.Double[0.05, 3]).Sample((a, b, intercept, slope) =>
        {
            var calibration = new Calibration(intercept, slope);

            calibration.Apply(Math.Min(a, b)).ShouldBeLessThanOrEqualTo(calibration.Apply(Math.Max(a, b)));
        });

    [Theory]
    [InlineData(0.7, 0.5)]
    [InlineData(-0.4, 1.6)]
    public void Fit_LogOddsThatAreOff_FindsInterceptAndSlope(double intercept, double slope)
    {
        var random = new Random(7);
        var raw = Enumerable.Range(0, 60_000).Select(_ => (random.NextDouble() * 8) - 4).ToArray();
        var outcomes = raw.Select(r => random.NextDouble() < CancellationModel.Sigmoid(intercept + (slope * r))).ToArray();

        var calibration = CalibrationFitter.Fit(raw, outcomes);

        calibration.Intercept.ShouldBe(intercept, 0.05);
        calibration.Slope.ShouldBe(slope, 0.05);
    }

    [Fact]
    public void Fit_OneOutcomeOnly_ChangesNothing() =>
        CalibrationFitter.Fit([1.0, 2.0], [true, true]).ShouldBe(Calibration.None);

    [Fact]
    public void Fit_ReversedOrder_KeepsAPositiveSlope() =>
        CalibrationFitter.Fit([-2.0, -1, 0, 1, 2, 3], [true, true, true, false, false, false]).Slope.ShouldBeGreaterThan(0);
}
