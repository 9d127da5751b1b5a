using System.Text.Json;
using HotelCancellation.Bookings;
using HotelCancellation.Monitoring;
using HotelCancellation.Monitoring.Days;
using HotelCancellation.Monitoring.Judging;
using HotelCancellation.Monitoring.Reports;
using HotelCancellation.Tests.Monitoring.References;

namespace HotelCancellation.Tests.Monitoring.Judging;

public sealed class MonitoringJudgeTests
{
    private static readonly DateOnly First = QuickReference.Reference.KnownBefore;
    private readonly MonitoringJudge _judge = new(new MonitoringOptions { MinOutcomes = 100 });

    [Fact]
    public void Judge_BookingsOfTraining_FindsNothing() => Judge(b => b).Findings.ShouldNotContain(f => f.AsksForTraining || f.ForbidsTraining);

    [Fact]
    public void Judge_EveryHotelsSegmentsMoved_IsDriftThatAsks()
    {
        var report = Judge(b => b.Booking.MarketSegment == "Online TA" ? b with { Booking = b.Booking with { MarketSegment = "Direct" } } : b);

        report.Findings.ShouldContain(f => f.Key == "drift/*" && f.AsksForTraining && f.Reasons.Count > 0);
    }

    [Fact]
    public void Judge_MealsLost_IsTroubleWithTheDataAndNoDrift()
    {
        var report = Judge(b => b.Booking.BookingId.Value[^1] is '1' or '4' or '7' ? b with { Booking = b.Booking with { Meal = "" } } : b);

        var finding = report.Findings.Where(f => f.Key == "data/*").ShouldHaveSingleItem();
        finding.ForbidsTraining.ShouldBeTrue();
        finding.Reasons.ShouldContain(r => r.Contains("meal", StringComparison.Ordinal));
        report.Findings.ShouldNotContain(f => f.AsksForTraining);
    }

    [Fact]
    public void Judge_OutcomesAtOddsWithThePredictions_IsWorseThanItsBaseline()
    {
        var report = Judge(b => b, lost: b => b.Probability < 0.2);

        var finding = report.Findings.Where(f => f.Key == "performance/*").ShouldHaveSingleItem();
        finding.AsksForTraining.ShouldBeTrue();
        var cohort = report.Scopes[0].Performance!;
        cohort.F1.High.ShouldBeLessThan(cohort.F1Limit);
        cohort.F1Limit.ShouldBeLessThanOrEqualTo(cohort.Baseline!.F1.Low);
        cohort.EstimateError.Brier.ShouldBe(cohort.Estimated.Brier - cohort.Realised.Brier);
    }

    [Fact]
    public void Judge_BelowTheSettingAsItsBaselineWas_IsNotWorse()
    {
        // Outcomes as the probabilities have it: the model is what it was, and F1 of 0.75 was never within reach.
        var random = new Random(5);

        var report = Judge(b => b, lost: b => random.NextDouble() < b.Probability);

        report.Scopes[0].Performance!.F1.Value.ShouldBeLessThan(0.75);
        report.Scopes[0].Performance!.IsWorse.ShouldBeFalse();
    }

    [Fact]
    public void Report_AsJson_ComesBack()
    {
        var report = Judge(b => b);

        var json = JsonSerializer.Serialize(report, MonitoringJson.Options);
        var read = JsonSerializer.Deserialize<MonitoringReport>(json, MonitoringJson.Options)!;

        JsonSerializer.Serialize(read, MonitoringJson.Options).ShouldBe(json);
        read.Scopes[0].Inputs[^1].Verdict.Columns[0].MissingShare.ShouldBe(report.Scopes[0].Inputs[^1].Verdict.Columns[0].MissingShare);
    }

    /// <summary>The last bookings of training once more, four weeks later, with their outcomes.</summary>
    private MonitoringReport Judge(
        Func<(Booking Booking, float[] Row, double Probability), (Booking Booking, float[] Row, double Probability)> change, Func<(Booking Booking, float[] Row, double Probability), bool>? lost = null)
    {
        var days = new Dictionary<DateOnly, MonitoringDay>();
        var last = First.AddDays(40);
        for (var i = 0; i < QuickReference.Bookings.Count; i++)
        {
            var booking = change(QuickReference.Bookings[i]);
            Of(last.AddDays(-(i % 3))).CountBooking(booking.Booking, booking.Row, booking.Probability, isFirstOfParty: true);
            if (lost is not null)
            {
                Of(last.AddDays(-10 - (i % 15))).CountOutcome(booking.Booking.PropertyId.Value, booking.Probability, lost(booking));
            }
        }

        return _judge.Judge("m-test", QuickReference.Reference, last, days);

        MonitoringDay Of(DateOnly day) => days.TryGetValue(day, out var counts) ? counts : days[day] = new MonitoringDay(QuickReference.Reference, day);
    }
}
