using CsCheck;
using HotelCancellation.Simulation;

namespace HotelCancellation.Tests.Simulation;

public sealed class HazardShapeTests
{
    private const double Instant = 0.05, Early = 0.02, EarlyDays = 6, Steady = 0.001, Late = 0.01, LateDays = 12;

    private static readonly HazardShape Shape = new(Instant, Early, EarlyDays, Steady, Late, LateDays);

    [Fact]
    public void Total_AnyRiskAndLeadTime_GivesTheProductOfTheDailySurvivals() =>
        Gen.Select(Gen.Double[0.01, 5], Gen.Int[0, LeadTimeModel.MaxDays]).Sample((risk, lead) =>
        {
            var survival = 1.0;
            for (var day = 0; day <= lead; day++)
            {
                var hazard = 1 - Math.Exp(-risk * Weight(day, lead));
                survival *= 1 - hazard;
            }

            Math.Exp(-risk * Shape.Total(lead)).ShouldBe(survival, 1e-10);
        });

    [Fact]
    public void DayPassing_AnyWeight_IsTheFirstDayOnWhichTheSumIsMore() =>
        Gen.Select(Gen.Double[0, 2], Gen.Int[0, LeadTimeModel.MaxDays]).Sample((weight, lead) =>
        {
            var day = Shape.DayPassing(weight, lead);

            if (day is not { } d)
            {
                Shape.Total(lead).ShouldBeLessThanOrEqualTo(weight);
                return;
            }

            d.ShouldBeInRange(0, lead);
            Shape.Cumulative(d, lead).ShouldBeGreaterThan(weight);
            if (d > 0)
            {
                Shape.Cumulative(d - 1, lead).ShouldBeLessThanOrEqualTo(weight);
            }
        });

    private static double Weight(int day, int lead) =>
        (day == 0 ? Instant : 0) + (Early * Math.Exp(-day / EarlyDays)) + Steady + (Late * Math.Exp(-(lead - day) / LateDays));
}
