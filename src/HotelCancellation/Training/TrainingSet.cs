using HotelCancellation.Bookings;
using HotelCancellation.Bookings.Events;
using HotelCancellation.Training.Snapshots;

namespace HotelCancellation.Training;

/// <summary>
/// The bookings that may be learned from: those of arrival days that have passed and whose outcome is known. A booking
/// cancelled before an arrival that has not passed yet is left out with the rest of its cohort, since the cohort's stays
/// are not known yet and cancellations alone would be over-counted.
/// </summary>
public sealed record TrainingSet
{
    /// <summary>The bookings, by arrival, property, day of booking and id.</summary>
    public required IReadOnlyList<BookingEvent> Bookings { get; init; }

    /// <summary>Arrivals before this day have matured: the latest day that any status speaks of.</summary>
    public required DateOnly MaturedBefore { get; init; }

    /// <summary>Bookings left out because their arrival day has not passed.</summary>
    public required int Immature { get; init; }

    /// <summary>Bookings left out because their arrival day has passed without an outcome.</summary>
    public required int Unresolved { get; init; }

    /// <summary>Selects them.</summary>
    /// <param name="bookings">Each booking as its latest event has it.</param>
    /// <param name="maturedBefore">Nothing of this day or later is known; null for the latest day that any status speaks of.</param>
    public static TrainingSet Of(IReadOnlyList<BookingEvent> bookings, DateOnly? maturedBefore = null)
    {
        var horizon = maturedBefore ?? (bookings.Count == 0 ? DateOnly.MinValue : bookings.Max(b => b.StatusDate));
        var matured = bookings.Where(b => b.Booking.ArrivalDate < horizon).ToList();
        var resolved = matured.Where(b => b.Status.IsResolved()).ToList();
        resolved.Sort(Compare);
        return new TrainingSet
        {
            Bookings = resolved,
            MaturedBefore = horizon,
            Immature = bookings.Count - matured.Count,
            Unresolved = matured.Count - resolved.Count,
        };
    }

    /// <summary>Selects them of histories, by what is known of each.</summary>
    public static TrainingSet Of(IEnumerable<BookingHistory> histories) => Of([.. histories.Select(h => Latest(h.State!))]);

    /// <summary>Selects them by what a day knows.</summary>
    /// <param name="lives">The bookings.</param>
    /// <param name="maturedBefore">The day; nothing of it or later is looked at.</param>
    public static TrainingSet Of(IEnumerable<BookingLife> lives, DateOnly maturedBefore) =>
        Of([.. lives.Select(l => l.At(maturedBefore.DayNumber)).OfType<BookingState>().Select(Latest)], maturedBefore);

    /// <summary>The booking as its latest event has it.</summary>
    private static BookingEvent Latest(BookingState state) => new(state.Booking, state.Status, state.Outcome?.KnownOn ?? state.StatusDate);

    private static int Compare(BookingEvent a, BookingEvent b)
    {
        var (x, y) = (a.Booking, b.Booking);
        var order = x.ArrivalDate.CompareTo(y.ArrivalDate);
        order = order != 0 ? order : string.CompareOrdinal(x.PropertyId.Value, y.PropertyId.Value);
        order = order != 0 ? order : x.BookedOn.CompareTo(y.BookedOn);
        return order != 0 ? order : string.CompareOrdinal(x.BookingId.Value, y.BookingId.Value);
    }
}
