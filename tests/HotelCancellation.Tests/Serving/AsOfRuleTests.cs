using CsCheck;
using HotelCancellation.Serving;
using HotelCancellation.TestSupport;

namespace HotelCancellation.Tests.Serving;

public sealed class AsOfRuleTests
{
    private static readonly DateOnly Booked = new(2026, 3, 1);
    private static readonly DateOnly Arrival = new(2026, 3, 20);

    [Theory]
    [InlineData("2026-02-01", "2026-03-01")]
    [InlineData("2026-03-01", "2026-03-01")]
    [InlineData("2026-03-07", "2026-03-07")]
    [InlineData("2026-03-20", "2026-03-20")]
    [InlineData("2026-04-01", "2026-03-20")]
    public void Default_Today_IsTheNearestDayOfTheBookingsLife(string today, string expected) =>
        AsOfRule.Default(TestModels.Booking() with { BookedOn = Booked, ArrivalDate = Arrival }, DateOnly.Parse(today)).ShouldBe(DateOnly.Parse(expected));

    [Fact]
    public void Default_AnyBooking_PassesTheCheck() =>
        Gen.Select(Gen.Int[0, 3000], Gen.Int[0, 800], Gen.Int[0, 5000]).Sample((booked, lead, today) =>
        {
            var booking = TestModels.Booking() with { BookedOn = Booked.AddDays(booked), ArrivalDate = Booked.AddDays(booked + lead) };
            AsOfRule.Check(booking, AsOfRule.Default(booking, Booked.AddDays(today))).ShouldBeNull();
        });

    [Theory]
    [InlineData("2026-02-28", false)]
    [InlineData("2026-03-01", true)]
    [InlineData("2026-03-20", true)]
    [InlineData("2026-03-21", false)]
    public void Check_GivenDay_MustBeInTheBookingsLife(string asOf, bool allowed)
    {
        var fault = AsOfRule.Check(TestModels.Booking() with { BookedOn = Booked, ArrivalDate = Arrival }, DateOnly.Parse(asOf));

        (fault is null).ShouldBe(allowed);
        if (fault is not null)
        {
            fault.Field.ShouldBe("asOf");
            fault.Value.ShouldBe(asOf);
            fault.Message.ShouldBe("must be from bookedOn (2026-03-01) to arrivalDate (2026-03-20)");
        }
    }
}
