using HotelCancellation.Bookings;
using HotelCancellation.Bookings.Events;

namespace HotelCancellation.Features.Store;

/// <summary>
/// What a booking's history adds to the ledger. The sum of the entries of days before <c>t</c> is a function of
/// <see cref="BookingHistory.StateAsOf"/> of <c>t</c> alone, so that nothing that happens on <c>t</c> or later can change what a question
/// as of <c>t</c> sees. The only place where it is decided what is counted, for training and serving alike.
/// </summary>
public static class BookingEntries
{
    /// <summary>The most nights of a stay that are counted one by one.</summary>
    public const int MostNights = 60;

    /// <summary>At most so many are what a booking with one change of status usually has.</summary>
    internal const int Usual = 48;

    private static readonly LedgerScope[] ScopesButStay = [.. Enum.GetValues<LedgerScope>().Where(s => s != LedgerScope.Stay)];

    /// <summary>The entries. The same series and day may come more than once.</summary>
    public static IReadOnlyList<LedgerEntry> Of(BookingHistory history)
    {
        ArgumentNullException.ThrowIfNull(history);
        var entries = new List<LedgerEntry>(Usual);
        AddTo(entries, history);
        return entries;
    }

    /// <summary>Adds them to others.</summary>
    internal static void AddTo(List<LedgerEntry> entries, BookingHistory history)
    {
        BookingState? before = null;
        for (var i = 0; i < history.Events.Count; i++)
        {
            var date = history.Events[i].Event.StatusDate;
            if (i + 1 < history.Events.Count && history.Events[i + 1].Event.StatusDate == date)
            {
                continue;
            }

            // The fold of what was known by then, not the fold of all: a later event may take an earlier one's id.
            var after = i + 1 == history.Events.Count ? history.State! : history.StateAsOf(date.AddDays(1))!;
            if (before is not null && IsCountedTheSame(before.Booking, after.Booking))
            {
                Add(entries, after.Booking, date.DayNumber, At(after) - At(before), Matured(after) - Matured(before));
            }
            else
            {
                if (before is not null)
                {
                    Add(entries, before.Booking, date.DayNumber, -At(before), -Matured(before));
                }

                Add(entries, after.Booking, date.DayNumber, At(after), Matured(after));
            }

            before = after;
        }
    }

    private static bool IsCountedTheSame(Booking a, Booking b) =>
        ReferenceEquals(a, b)
        || (a.ArrivalDate == b.ArrivalDate && a.Nights == b.Nights && Cents(a) == Cents(b) && a.MarketSegment == b.MarketSegment
            && a.ReservedRoomType == b.ReservedRoomType && a.Agent == b.Agent && a.Company == b.Company && a.BookedOn == b.BookedOn
            && a.CustomerType == b.CustomerType && a.DepositType == b.DepositType);

    /// <summary>What counts as soon as it is known.</summary>
    private static LedgerCounts At(BookingState state) => new()
    {
        Booked = 1,
        Active = state.Status is BookingStatus.Booked or BookingStatus.Modified or BookingStatus.CheckedIn ? 1 : 0,
        Cancelled = state.Status.IsCancellation() ? 1 : 0,
        AdrCents = Cents(state.Booking),
    };

    /// <summary>What counts once it is known and the arrival day has passed.</summary>
    private static LedgerCounts Matured(BookingState state) => new()
    {
        Matured = 1,
        MaturedCancelled = state.Status.IsCancellation() ? 1 : 0,
        MaturedNights = state.Status.IsCancellation() ? 0 : state.Booking.Nights,
    };

    private static long Cents(Booking booking) => (long)Math.Round(booking.Adr * 100);

    private static void Add(List<LedgerEntry> entries, Booking booking, int day, LedgerCounts counts, LedgerCounts matured)
    {
        var maturedOn = Math.Max(day, booking.ArrivalDate.DayNumber);
        foreach (var scope in ScopesButStay)
        {
            if (LedgerKey.Of(scope, booking) is not { } key)
            {
                continue;
            }

            var (now, then) = (Kept(scope, counts), Kept(scope, matured));
            if (maturedOn == day)
            {
                (now, then) = (now + then, default);
            }

            Add(entries, key, day, now);
            Add(entries, key, maturedOn, then);
        }

        for (var night = 0; night < Math.Min(booking.Nights, MostNights); night++)
        {
            Add(entries, new LedgerKey(booking.PropertyId, LedgerScope.Stay, booking.ArrivalDate.DayNumber + night, ""), day, new LedgerCounts { Active = counts.Active });
        }
    }

    private static void Add(List<LedgerEntry> entries, LedgerKey key, int day, LedgerCounts counts)
    {
        if (!counts.IsZero)
        {
            entries.Add(new LedgerEntry(key, day, counts));
        }
    }

    /// <summary>What a scope's features ask for; the rest would only take room.</summary>
    private static LedgerCounts Kept(LedgerScope scope, LedgerCounts counts) => scope switch
    {
        LedgerScope.Property or LedgerScope.Segment or LedgerScope.RoomType => counts,
        LedgerScope.Agent or LedgerScope.Company or LedgerScope.CustomerType or LedgerScope.DepositType => counts with { AdrCents = 0, MaturedNights = 0 },
        LedgerScope.Night => new LedgerCounts { Booked = counts.Booked, Active = counts.Active, Cancelled = counts.Cancelled, AdrCents = counts.AdrCents },
        _ => new LedgerCounts { Booked = counts.Booked, Active = counts.Active, Cancelled = counts.Cancelled },
    };
}
