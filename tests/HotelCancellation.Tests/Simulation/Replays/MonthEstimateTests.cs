using HotelCancellation.Simulation.Replays;
using HotelCancellation.Tests.Building;

namespace HotelCancellation.Tests.Simulation.Replays;

public class MonthEstimateTests
{
    private static readonly DateOnly Cut = new(2016, 7, 1);

    [Fact]
    public void Of_AnswersThatAreRight_IsWhatCame()
    {
        // Of 200 with 0.2 there are 40 lost, of 200 with 0.8 there are 160.
        var estimate = MonthEstimate.Of([.. Answers(0.2, 0.2), .. Answers(0.8, 0.8)]);

        estimate.Rows.ShouldBe(400);
        estimate.MeanP.ShouldBe(0.5, 1e-12);
        estimate.Base.ShouldBe(0.5, 1e-12);
        estimate.EstimatedBrier.ShouldBe(0.16, 1e-12);
        estimate.Brier.Value.ShouldBe(0.16, 1e-12);

        // Of pairs of one lost and one kept, 0.64 are in the right order, 0.04 in the wrong one, the rest are ties.
        estimate.EstimatedAuc.ShouldBe(0.8, 1e-12);
        estimate.Auc.Value.ShouldBe(0.8, 1e-12);
        (estimate.AucHolds, estimate.BrierHolds).ShouldBe((true, true));
    }

    [Fact]
    public void Of_GuestsWhoHaveChanged_IsSaidNotToHold()
    {
        var estimate = MonthEstimate.Of([.. Answers(0.2, 0.5), .. Answers(0.8, 0.8)]);

        estimate.EstimatedBrier.ShouldBe(0.16, 1e-12);

        // The squared error of the first half is (0.5 * 0.64) + (0.5 * 0.04).
        estimate.Brier.Value.ShouldBe((0.34 + 0.16) / 2, 1e-12);
        estimate.EstimatedAuc.ShouldBe(0.8, 1e-12);
        estimate.Auc.Value.ShouldBe(((80 * 50) + (0.5 * ((50 * 50) + (80 * 20)))) / (130.0 * 70), 1e-12);
        (estimate.AucHolds, estimate.BrierHolds).ShouldBe((false, false));
        estimate.Brier.Low.ShouldBeLessThan(estimate.Brier.Value);
    }

    /// <summary>Ten bookings on each of twenty arrival days, of which some lose more than others.</summary>
    private static IEnumerable<ReplayAnswer> Answers(double probability, double lost) => Enumerable.Range(0, 200).Select(i =>
        ReplayAnswer.Of(Cut, Cut, BookingBuilder.Booking with { ArrivalDate = Cut.AddDays(i / 10) }, probability, i * 37 % 200 < lost * 200));
}
