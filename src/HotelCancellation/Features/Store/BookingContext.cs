using HotelCancellation.Bookings;

namespace HotelCancellation.Features.Store;

/// <summary>
/// What a property knew, at the beginning of a day, of the bookings around one booking. The booking itself is left out of every count.
/// </summary>
public sealed class BookingContext
{
    private const int Scopes = (int)LedgerScope.Stay + 1;
    private readonly ILedger _ledger;
    private readonly IReadOnlyList<LedgerEntry> _own;
    private readonly (LedgerKey? Key, DaySeries? Series)[] _series = new (LedgerKey?, DaySeries?)[Scopes];

    /// <summary>Creates it.</summary>
    /// <param name="booking">The booking, as it stands.</param>
    /// <param name="asOf">The day; events of it and later are not seen.</param>
    /// <param name="ledger">What is known.</param>
    /// <param name="own">What <paramref name="booking"/> itself has added to <paramref name="ledger"/>; see <see cref="BookingEntries"/>.</param>
    public BookingContext(Booking booking, DateOnly asOf, ILedger ledger, IReadOnlyList<LedgerEntry> own)
    {
        ArgumentNullException.ThrowIfNull(booking);
        ArgumentNullException.ThrowIfNull(ledger);
        ArgumentNullException.ThrowIfNull(own);
        (Booking, Day, _ledger, _own) = (booking, asOf.DayNumber, ledger, own);
    }

    /// <summary>The booking.</summary>
    public Booking Booking { get; }

    /// <summary>The day asked about, as <see cref="DateOnly.DayNumber"/>.</summary>
    public int Day { get; }

    /// <summary>What is counted in a scope that the booking belongs to; nothing where it belongs to none (no agent, no company).</summary>
    /// <param name="scope">The scope.</param>
    /// <param name="daysBack">0 for the day asked about, or how many days earlier.</param>
    public LedgerCounts Of(LedgerScope scope, int daysBack = 0)
    {
        ref var found = ref _series[(int)scope];
        if (found.Series is null)
        {
            var key = LedgerKey.Of(scope, Booking);
            found = (key, key is { } known ? _ledger.Find(known) : DaySeries.Empty);
        }

        if (found.Key is not { } name)
        {
            return default;
        }

        var day = Day - daysBack;
        var counts = found.Series!.Before(day);
        for (var i = 0; i < _own.Count; i++)
        {
            if (_own[i].Day < day && _own[i].Key.Scope == scope && _own[i].Key == name)
            {
                counts -= _own[i].Counts;
            }
        }

        return counts;
    }

    /// <summary>What was added in a scope in the last days.</summary>
    public LedgerCounts Within(LedgerScope scope, int days) => Of(scope) - Of(scope, days);
}
