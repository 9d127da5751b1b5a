using CsCheck;
using HotelCancellation.Bookings;
using HotelCancellation.Bookings.Events;
using HotelCancellation.Simulation;
using HotelCancellation.Tests.Building;
using HotelCancellation.Training;
using HotelCancellation.Training.Snapshots;
using BookingLife = HotelCancellation.Training.Snapshots.BookingLife;

namespace HotelCancellation.Tests.Training.Snapshots;

/// <summary>Bookings with their histories for the tests of snapshots.</summary>
internal static class Lives
{
    /// <summary>Two years of a small group as events, with changes on the way.</summary>
    public static IReadOnlyList<BookingHistory> Generated { get; } =
    [
        .. new BookingEventStream(
            new GeneratorOptions { Properties = 2, BookingsPerDay = 6, From = new DateOnly(2024, 1, 1), Days = 600, Seed = 5 },
            new EventStreamOptions { Seed = 5, ModifiedShare = 0.3 }).Events()
            .GroupBy(e => (e.Booking.PropertyId, e.Booking.BookingId)).Select(g => BookingHistory.Of(g)),
    ];

    /// <summary>A training that is quick.</summary>
    public static TrainingOptions Quick { get; } = new() { Trees = 25, HazardTrees = 20, HazardLeaves = 15, LearningRate = 0.1, FeatureShare = 0.4, L2 = 1, Leaves = 15, MinimumRows = 100, Threads = 2 };

    /// <summary>Any set of events of one booking, sensible or not, within some weeks.</summary>
    public static Gen<BookingHistory> AnyHistory { get; } =
        Gen.Select(Gen.Enum<BookingStatus>(), Gen.Int[0, 40], Gen.Int[0, 60], Gen.OneOf(Gen.Const((string?)null), Gen.Const((string?)"a"), Gen.Const((string?)"b"))).Array[1, 8]
            .Select(events => BookingHistory.Of(events.Select(e => new BookingEvent(
                BookingBuilder.Booking with { BookedOn = First, ArrivalDate = First.AddDays(e.Item3), Adults = e.Item3 }, e.Item1, First.AddDays(e.Item2), e.Item4))));

    public static DateOnly First { get; } = new(2024, 3, 1);

    /// <summary>A booking that is on the books from one day on and ends in some way, or stays open.</summary>
    public static BookingLife Life(string id, int leadDays, BookingStatus? end = null, int endDays = 0, string property = "city", DateOnly? bookedOn = null)
    {
        var booking = BookingBuilder.Booking with
        {
            BookingId = new BookingId(id),
            PropertyId = new PropertyId(property),
            BookedOn = bookedOn ?? First,
            ArrivalDate = (bookedOn ?? First).AddDays(leadDays),
        };
        var booked = new BookingEvent(booking, BookingStatus.Booked, booking.BookedOn);
        return new BookingLife(end is { } status ? BookingHistory.Of([booked, new BookingEvent(booking, status, booking.BookedOn.AddDays(endDays))]) : BookingHistory.Of([booked]));
    }

    /// <summary>What a day knows of histories.</summary>
    public static IEnumerable<BookingHistory> Before(this IEnumerable<BookingHistory> histories, DateOnly day) =>
        histories.Select(h => BookingHistory.Of(h.Events.Select(e => e.Event).Where(e => e.StatusDate < day))).Where(h => h.State is not null);
}
