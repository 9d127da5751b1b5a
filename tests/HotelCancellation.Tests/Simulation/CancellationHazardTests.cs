using HotelCancellation.Bookings;
using HotelCancellation.Simulation;

namespace HotelCancellation.Tests.Simulation;

public sealed class CancellationHazardTests
{
    [Fact]
    public void TrueProbability_InTenBins_EqualsTheRealisedRate()
    {
        foreach (var bin in Samples.Large.GroupBy(g => Math.Min(9, (int)(10 * g.TrueProbability))))
        {
            Agreement.Check(bin.Select(g => (g, g.IsCancelled() ? 1.0 : 0, g.TrueProbability)), $"bin {bin.Key}");
        }
    }

    [Fact]
    public void TrueProbability_BySegmentDepositAndProperty_EqualsTheRealisedRate()
    {
        Func<Booking, string>[] columns = [b => b.MarketSegment, b => b.DepositType, b => b.PropertyId.Value, b => b.CustomerType];
        foreach (var column in columns)
        {
            foreach (var part in Samples.Large.GroupBy(g => column(g.Event.Booking)).Where(p => p.Count() > 300))
            {
                Agreement.Check(part.Select(g => (g, g.IsCancelled() ? 1.0 : 0, g.TrueProbability)), part.Key);
            }
        }
    }

    [Fact]
    public void TrueProbability_AsAScore_IsNeitherPerfectNorHopeless()
    {
        var ranked = Samples.Large.OrderBy(g => g.TrueProbability).Select(g => g.IsCancelled()).ToList();
        double positives = ranked.Count(c => c), ranks = ranked.Select((c, i) => c ? i + 1.0 : 0).Sum();

        var auc = (ranks - (positives * (positives + 1) / 2)) / (positives * (ranked.Count - positives));

        auc.ShouldBeInRange(0.84, 0.90);
    }

    /// <summary>Each booking's own risk follows from its probability; what it says of each part of its life must come true.</summary>
    [Theory]
    [InlineData(0, 0, false)]
    [InlineData(1, 3, false)]
    [InlineData(4, 14, false)]
    [InlineData(15, 60, false)]
    [InlineData(0, 0, true)]
    [InlineData(1, 7, true)]
    [InlineData(8, 30, true)]
    public void DayOfCancelling_EachPartOfTheLife_IsAsOftenAsTheHazardSays(int fromDay, int toDay, bool beforeArrival)
    {
        var segments = SegmentProfile.Of(PropertyKind.City).Select(s => (Kind: "city", Segment: s))
            .Concat(SegmentProfile.Of(PropertyKind.Resort).Select(s => (Kind: "resort", Segment: s)))
            .ToDictionary(s => (s.Kind, s.Segment.Name), s => s.Segment);
        Agreement.Check(Samples.Large.Where(g => !g.IsOfBlock()).Select(g => Expect(g)).Where(x => x.HasValue).Select(x => x!.Value), $"days {fromDay} to {toDay}");

        (GeneratedBooking, double, double)? Expect(GeneratedBooking g)
        {
            var (b, lead) = (g.Event.Booking, g.Event.Booking.LeadTimeDays);
            var (first, last) = beforeArrival ? (lead - toDay, lead - fromDay) : (fromDay, toDay);
            if (first < 0 || last > lead)
            {
                return null;
            }

            var segment = segments[(b.PropertyId.Value.Split('-')[0], b.MarketSegment)];
            var shape = CancellationHazard.ShapeOf(b.DepositType);
            var risk = -Math.Log((1 - g.TrueProbability) / (1 - CancellationHazard.NoShow(b, segment))) / shape.Total(lead);
            var before = first == 0 ? 1 : Math.Exp(-risk * shape.Cumulative(first - 1, lead));
            var expected = before - Math.Exp(-risk * shape.Cumulative(last, lead));
            var day = g.Event.StatusDate.DayNumber - b.BookedOn.DayNumber;
            var happened = g.Event.Status == BookingStatus.Cancelled && day >= first && day <= last;
            return (g, happened ? 1.0 : 0, expected);
        }
    }
}
