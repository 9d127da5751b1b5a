namespace HotelCancellation.Bookings;

/// <summary>Where a booking stands in its life.</summary>
public enum BookingStatus
{
    /// <summary>Made.</summary>
    Booked,

    /// <summary>Changed by the guest or the hotel.</summary>
    Modified,

    /// <summary>Cancelled before arrival.</summary>
    Cancelled,

    /// <summary>The guest did not come. For inventory this is a cancellation; reports keep it apart.</summary>
    NoShow,

    /// <summary>The guest has arrived.</summary>
    CheckedIn,

    /// <summary>The guest has left.</summary>
    CheckedOut,
}

/// <summary>What the statuses mean, and how they are written.</summary>
public static class BookingStatuses
{
    private static readonly string[] Names = ["booked", "modified", "cancelled", "noShow", "checkedIn", "checkedOut"];

    /// <summary>The names used in files and over HTTP, in the order of <see cref="BookingStatus"/>.</summary>
    public static IReadOnlyList<string> All => Names;

    /// <summary>The name used in files and over HTTP.</summary>
    public static string ToText(this BookingStatus status) => Names[(int)status];

    /// <summary>Whether the outcome is known: cancelled, not shown up, or arrived.</summary>
    public static bool IsResolved(this BookingStatus status) => status >= BookingStatus.Cancelled;

    /// <summary>Whether the room was not used: cancelled or not shown up.</summary>
    public static bool IsCancellation(this BookingStatus status) => status is BookingStatus.Cancelled or BookingStatus.NoShow;

    /// <summary>Reads a status, whatever its case.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out BookingStatus status)
    {
        for (var i = 0; i < Names.Length; i++)
        {
            if (text.Equals(Names[i], StringComparison.OrdinalIgnoreCase))
            {
                status = (BookingStatus)i;
                return true;
            }
        }

        status = default;
        return false;
    }
}
