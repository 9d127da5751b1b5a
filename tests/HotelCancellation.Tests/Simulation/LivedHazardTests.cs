using CsCheck;
using HotelCancellation.Simulation;

namespace HotelCancellation.Tests.Simulation;

public sealed class LivedHazardTests
{
    private static readonly DateOnly BookedOn = new(2024, 3, 1);
    private static readonly HazardShape Shape = new(0.05, 0.02, 6, 0.001, 0.01, 12);

    private static readonly Gen<HazardChange[]> Changes =
        Gen.Select(Gen.Int[-50, LeadTimeModel.MaxDays + 50], Gen.Double[0.2, 4]).Array[0, 4]
            .Select(changes => changes.OrderBy(c => c.Item1).Select(c => new HazardChange(BookedOn.AddDays(c.Item1), c.Item2)).ToArray());

    [Fact]
    public void Total_AnyChanges_IsTheSumOfTheDaysTimesTheirFactors() =>
        Gen.Select(Changes, Gen.Int[0, LeadTimeModel.MaxDays]).Sample((changes, lead) =>
            new LivedHazard(Shape, BookedOn, lead, changes).Total.ShouldBe(Lived(changes, lead, lead), 1e-9));

    [Fact]
    public void DayPassing_AnyChanges_IsTheFirstDayOnWhichTheSumIsMore() =>
        Gen.Select(Changes, Gen.Int[0, LeadTimeModel.MaxDays], Gen.Double[0, 3]).Sample((changes, lead, weight) =>
        {
            var day = new LivedHazard(Shape, BookedOn, lead, changes).DayPassing(weight);

            if (day is not { } d)
            {
                Lived(changes, lead, lead).ShouldBeLessThanOrEqualTo(weight + 1e-9);
                return;
            }

            d.ShouldBeInRange(0, lead);
            Lived(changes, lead, d).ShouldBeGreaterThan(weight - 1e-9);
            if (d > 0)
            {
                Lived(changes, lead, d - 1).ShouldBeLessThanOrEqualTo(weight + 1e-9);
            }
        });

    [Fact]
    public void DayPassing_BeforeTheFirstChange_IsExactlyAsWithoutIt() =>
        Gen.Select(Gen.Int[1, LeadTimeModel.MaxDays], Gen.Double[0, 1], Gen.Double[0.2, 4]).Sample((lead, weight, factor) =>
        {
            var usual = new LivedHazard(Shape, BookedOn, lead, []).DayPassing(weight);
            var change = new HazardChange(BookedOn.AddDays((usual ?? lead) + 1), factor);

            new LivedHazard(Shape, BookedOn, lead, [change]).DayPassing(weight).ShouldBe(usual);
        });

    private static double Lived(HazardChange[] changes, int lead, int toDay)
    {
        var sum = 0.0;
        for (var day = 0; day <= toDay; day++)
        {
            var factor = changes.Where(c => c.From <= BookedOn.AddDays(day)).Aggregate(1.0, (f, c) => f * c.Factor);
            sum += factor * (Shape.Cumulative(day, lead) - (day == 0 ? 0 : Shape.Cumulative(day - 1, lead)));
        }

        return sum;
    }
}
