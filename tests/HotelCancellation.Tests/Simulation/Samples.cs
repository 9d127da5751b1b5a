using HotelCancellation.Bookings;
using HotelCancellation.Simulation;

namespace HotelCancellation.Tests.Simulation;

/// <summary>One simulated group, generated once for all tests of this folder.</summary>
internal static class Samples
{
    private static readonly Lazy<IReadOnlyList<GeneratedBooking>> Group =
        new(() => [.. new BookingGenerator(new GeneratorOptions { Properties = 24, BookingsPerDay = 8, Days = 731, Seed = 9 }).Generate()]);

    /// <summary>About 140,000 bookings of 24 hotels.</summary>
    public static IReadOnlyList<GeneratedBooking> Large => Group.Value;

    public static bool IsCancelled(this GeneratedBooking generated) => generated.Event.Status.IsCancellation();

    /// <summary>Rooms of blocks have no guest of their own.</summary>
    public static bool IsOfBlock(this GeneratedBooking generated) => generated.Event.Booking.GuestRef is null;

    /// <summary>The blocks with at least this many rooms.</summary>
    public static IEnumerable<IReadOnlyList<GeneratedBooking>> Blocks(int rooms) =>
        from g in Large
        where g.IsOfBlock()
        let b = g.Event.Booking
        group g by (b.PropertyId, b.BookedOn, b.ArrivalDate, b.Nights, b.MarketSegment, b.DistributionChannel, b.Agent, b.Company, b.DepositType, b.Meal, b.Country, b.CustomerType) into block
        where block.Count() >= rooms
        select (IReadOnlyList<GeneratedBooking>)[.. block];

    /// <summary>Equal, in order. Shouldly's own comparison of sequences takes minutes for this many records.</summary>
    public static void ShouldEqual<T>(this IEnumerable<T> actual, IEnumerable<T> expected)
    {
        var (a, b) = (actual.ToList(), expected.ToList());
        a.Zip(b).FirstOrDefault(p => !EqualityComparer<T>.Default.Equals(p.First, p.Second)).ShouldBe(default);
        a.Count.ShouldBe(b.Count);
    }
}
