using CsCheck;
using HotelCancellation.Model;
using HotelCancellation.Training.Snapshots;

namespace HotelCancellation.Tests.Training.Snapshots;

public class CalibrationByPropertyTests
{
    [Fact]
    public void Fit_OneProperty_IsWhereTheGradientOfThePosteriorIsZero() =>
        Gen.Select(Gen.Double[-3, 3], Gen.Bool).Array[1, 400].Sample(rows =>
        {
            var (common, byProperty) = CalibrationByProperty.Fit([.. rows.Select(r => ("a", r.Item1, r.Item2))]);

            Gradient(rows, common.Intercept, 0).ShouldBe(0, 1e-6);
            byProperty.Count.ShouldBe(rows.Length >= 100 ? 1 : 0);
            if (byProperty.TryGetValue("a", out var own))
            {
                Gradient(rows, own.Intercept, common.Intercept).ShouldBe(0, 1e-6);
                own.Slope.ShouldBe(1);
            }
        }, iter: 300);

    [Fact]
    public void Fit_PropertyOfFewRows_HasTheCommonOne()
    {
        var (common, byProperty) = CalibrationByProperty.Fit([.. Rows("large", 2000, 0.5), .. Rows("tiny", 99, 1)]);

        byProperty.Keys.ShouldBe(["large"]);
        common.Intercept.ShouldBeGreaterThan(0);
    }

    [Theory]
    [InlineData(0.7, 0.405)]
    [InlineData(0.3, -0.405)]
    public void Fit_LargeBiasedProperty_MovesToWhatWasObservedAndAnotherStays(double observed, double least)
    {
        // The model says 1/2 of all. Of 20,000 bookings, those of 1,000 independent ones count: most of the way of ln(7/3) = 0.85.
        var (common, byProperty) = CalibrationByProperty.Fit([.. Rows("biased", 20_000, observed), .. Rows("right", 20_000, 0.5)]);

        (byProperty["biased"].Intercept / Math.Log(observed / (1 - observed))).ShouldBeInRange(0.9, 1);
        Math.Abs(byProperty["right"].Intercept).ShouldBeLessThan(Math.Abs(common.Intercept));
        Math.Abs(byProperty["right"].Intercept).ShouldBeLessThan(0.05);
        Math.Sign(common.Intercept).ShouldBe(Math.Sign(least));
        Math.Abs(common.Intercept).ShouldBeLessThan(Math.Abs(least));
    }

    [Fact]
    public void Fit_MoreRowsOfOneBias_MoveFurther()
    {
        var intercepts = new[] { 100, 200, 1000, 5000, 50_000 }.Select(n => CalibrationByProperty.Fit([.. Rows("biased", n, 0.7), .. Rows("right", 50_000, 0.5)]))
            .Select(f => f.ByProperty["biased"].Intercept).ToArray();

        intercepts.ShouldBe(intercepts.Order());
        intercepts[0].ShouldBeLessThan(0.15, "a hundred bookings say little");
        intercepts[3].ShouldBeGreaterThan(0.5);
    }

    [Fact]
    public void Fit_OneLossMore_DoesNotLowerAnything() =>
        Gen.Select(Gen.Select(Gen.Double[-3, 3], Gen.Bool).Array[120, 200], Gen.Int[0, 119]).Sample((rows, place) =>
        {
            (string, double, bool)[] without = [.. rows.Select((r, i) => ("a", r.Item1, r.Item2 && i != place))];
            (string, double, bool)[] with = [.. rows.Select((r, i) => ("a", r.Item1, r.Item2 || i == place))];

            var (fewer, more) = (CalibrationByProperty.Fit(without), CalibrationByProperty.Fit(with));

            more.Common.Intercept.ShouldBeGreaterThan(fewer.Common.Intercept);
            more.ByProperty["a"].Intercept.ShouldBeGreaterThan(fewer.ByProperty["a"].Intercept);
        }, iter: 200);

    [Fact]
    public void Fit_NoRows_ChangesNothing()
    {
        var (common, byProperty) = CalibrationByProperty.Fit([]);

        common.ShouldBe(Calibration.None);
        byProperty.ShouldBeEmpty();
    }

    private static double Gradient((double LogOdds, bool IsLost)[] rows, double intercept, double prior) =>
        rows.Sum(r => (r.IsLost ? 1 : 0) - (1 / (1 + Math.Exp(-intercept - r.LogOdds)))) / 20 - ((intercept - prior) / 0.09);

    private static IEnumerable<(string, double, bool)> Rows(string property, int count, double share) =>
        Enumerable.Range(0, count).Select(i => (property, 0.0, (i < count * share)));
}
