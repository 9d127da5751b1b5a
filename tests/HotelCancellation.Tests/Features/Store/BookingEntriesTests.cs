using CsCheck;
using HotelCancellation.Bookings;
using HotelCancellation.Bookings.Events;
using HotelCancellation.Features;
using HotelCancellation.Features.Store;
using HotelCancellation.Tests.Building;

namespace HotelCancellation.Tests.Features.Store;

public class BookingEntriesTests
{
    private const int Days = 12;
    private static readonly DateOnly First = BookingBuilder.Booking.BookedOn;

    // Few bookings, agents, days and ids, so that keys, days and ids often collide, and arrivals lie among the days of the events.
    private static readonly Gen<BookingEvent> Event =
        from id in Gen.Int[0, 5]
        from status in Gen.Enum<BookingStatus>()
        from day in Gen.Int[0, Days]
        from arrival in Gen.Int[0, Days]
        from nights in Gen.Int[0, 4]
        from agent in Gen.Int[0, 2]
        from company in Gen.Int[0, 1]
        from segment in Gen.Int[0, 1]
        from adr in Gen.Int[0, 20_000]
        from eventId in Gen.Int[0, 30]
        select new BookingEvent(
            BookingBuilder.Booking with
            {
                BookingId = new BookingId($"b{id}"),
                ArrivalDate = First.AddDays(arrival),
                WeekNights = nights,
                WeekendNights = 0,
                Agent = agent == 0 ? null : $"a{agent}",
                Company = company == 0 ? null : "c",
                MarketSegment = segment == 0 ? "Direct" : "Online TA",
                Adr = adr / 100.0,
            },
            status,
            First.AddDays(day),
            eventId > 10 ? null : $"e{eventId}");

    private static List<BookingHistory> Histories(IEnumerable<BookingEvent> events) =>
        [.. events.GroupBy(e => e.Booking.BookingId).Select(BookingHistory.Of)];

    private static float[] Features(ILedger ledger, Booking booking, DateOnly asOf, IReadOnlyList<LedgerEntry> own)
    {
        var at = new BookingAt(booking, asOf, new BookingContext(booking, asOf, ledger, own));
        return [.. ContextFeatures.All.Select(f => f.Number!(at))];
    }

    [Fact]
    public void Of_OtherGuestAndCountry_AreTheSameEntries()
    {
        BookingHistory Life(string? guest, string? country)
        {
            var booking = BookingBuilder.Booking with { GuestRef = guest, Country = country, Agent = "9", Company = "40" };
            return BookingHistory.Of([new BookingEvent(booking, BookingStatus.Booked, booking.BookedOn), new BookingEvent(booking, BookingStatus.Cancelled, booking.BookedOn.AddDays(3))]);
        }

        var (named, unnamed) = (BookingEntries.Of(Life("G-secret", "PRT")), BookingEntries.Of(Life(null, null)));

        named.ShouldNotBeEmpty();
        named.ShouldBe(unnamed);
        new OwnEntries(2, named).ToBytes().ShouldBe(new OwnEntries(2, unnamed).ToBytes());
    }

    [Fact]
    public void Context_EventsOfAsOfAndLater_ChangeNoFeature() =>
        Gen.Select(Event.Array[1, 40], Event, Gen.Int[0, Days + 1]).Sample((events, asked, day) =>
        {
            var asOf = First.AddDays(day);
            var all = Histories(events);
            var before = Histories(events.Where(e => e.StatusDate < asOf));
            var booking = asked.Booking;

            var knowingAll = Features(MemoryLedger.Of(all), booking, asOf, Own(all, booking));
            var knowingThen = Features(MemoryLedger.Of(before), booking, asOf, Own(before, booking));

            knowingAll.ShouldBe(knowingThen);
        });

    [Fact]
    public void Context_TheBookingItself_IsNotCounted() =>
        Gen.Select(Event.Array[1, 40], Event, Gen.Int[0, Days + 1]).Sample((events, asked, day) =>
        {
            var asOf = First.AddDays(day);
            var all = Histories(events);
            var others = Histories(events.Where(e => e.Booking.BookingId != asked.Booking.BookingId));

            Features(MemoryLedger.Of(all), asked.Booking, asOf, Own(all, asked.Booking)).ShouldBe(Features(MemoryLedger.Of(others), asked.Booking, asOf, []));
        });

    [Fact]
    public void Before_EverySeries_IsTheCountOfStatesAsOfTheDay() =>
        Gen.Select(Event.Array[1, 40], Event, Gen.Int[0, Days + 1]).Sample((events, asked, day) =>
        {
            var asOf = First.AddDays(day);
            var histories = Histories(events);
            var ledger = MemoryLedger.Of(histories);
            var states = histories.Select(h => h.StateAsOf(asOf)).OfType<BookingState>().ToList();

            foreach (var scope in Enum.GetValues<LedgerScope>())
            {
                if (LedgerKey.Of(scope, asked.Booking) is { } key)
                {
                    var members = states.Where(s => IsMember(s.Booking, key)).ToList();
                    var counts = ledger.Find(key).Before(asOf.DayNumber);
                    counts.Active.ShouldBe(members.Count(s => s.Status is BookingStatus.Booked or BookingStatus.Modified or BookingStatus.CheckedIn));
                    if (scope != LedgerScope.Stay)
                    {
                        counts.Booked.ShouldBe(members.Count);
                        counts.Cancelled.ShouldBe(members.Count(s => s.Status.IsCancellation()));
                    }

                    if (scope is LedgerScope.Property or LedgerScope.Segment or LedgerScope.RoomType)
                    {
                        var matured = members.Where(s => s.Booking.ArrivalDate < asOf).ToList();
                        counts.Matured.ShouldBe(matured.Count);
                        counts.MaturedCancelled.ShouldBe(matured.Count(s => s.Status.IsCancellation()));
                        counts.MaturedNights.ShouldBe(matured.Where(s => !s.Status.IsCancellation()).Sum(s => s.Booking.Nights));
                        counts.AdrCents.ShouldBe(members.Sum(s => (long)Math.Round(s.Booking.Adr * 100)));
                    }
                }
            }
        });

    [Fact]
    public void With_BookingByBooking_IsTheSameSeriesAsAtOnce() =>
        Event.Array[1, 40].Sample(events =>
        {
            var entries = Histories(events).SelectMany(BookingEntries.Of).ToList();
            var series = entries.GroupBy(e => e.Key).ToDictionary(
                g => g.Key, g => g.Aggregate(DaySeries.Empty, (s, e) => s.With([(e.Day, e.Counts)])));
            var ledger = MemoryLedger.OfEntries(entries);

            foreach (var (key, each) in series)
            {
                each.Additions().ShouldBe(ledger.Find(key).Additions());
            }
        });

    [Fact]
    public void Join_PartsThatShareSeries_IsTheLedgerOfAll() =>
        Gen.Select(Event.Array[1, 60], Gen.Int[1, 4]).Sample((events, count) =>
        {
            var histories = Histories(events);
            var expected = MemoryLedger.OfEntries(histories.SelectMany(BookingEntries.Of)).Series.ToDictionary(s => s.Key, s => s.Value);

            var joined = LedgerPart.Join([.. Enumerable.Range(0, count).Select(p => LedgerPart.Of(histories.Where((_, i) => i % count == p).ToArray().AsSpan()))]);

            joined.Count(s => s.Value.Count > 0).ShouldBe(expected.Count);
            expected.ShouldAllBe(s => joined[s.Key].Additions().SequenceEqual(s.Value.Additions()));
        });

    [Fact]
    public void Context_ColdProperty_HasFiniteFeaturesAndSaysSo()
    {
        var booking = BookingBuilder.Booking;

        Features(MemoryLedger.Empty, booking, booking.BookedOn, []).ShouldAllBe(f => float.IsFinite(f));
        ContextFeatures.IsCold(new BookingContext(booking, booking.BookedOn, MemoryLedger.Empty, [])).ShouldBeTrue();
    }

    private static IReadOnlyList<LedgerEntry> Own(List<BookingHistory> histories, Booking booking) =>
        histories.Find(h => h.State!.Booking.BookingId == booking.BookingId) is { } own ? BookingEntries.Of(own) : [];

    private static bool IsMember(Booking booking, LedgerKey key) => key.Scope == LedgerScope.Stay
        ? booking.ArrivalDate.DayNumber <= key.Day && key.Day < booking.ArrivalDate.DayNumber + booking.Nights
        : LedgerKey.Of(key.Scope, booking) == key;
}
