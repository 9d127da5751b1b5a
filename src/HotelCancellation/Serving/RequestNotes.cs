using System.Globalization;
using HotelCancellation.Bookings;
using HotelCancellation.Bookings.Reading;

namespace HotelCancellation.Serving;

/// <summary>What the sender of a booking should know about the request itself: fields that nobody reads, and a booking that is cancelled already.</summary>
public static class RequestNotes
{
    private static readonly string[] Parameters = ["asOf", "explain"];

    /// <summary>The warnings with what there is to say of a row, one sentence each.</summary>
    /// <param name="warnings">The warnings up to now; they are given back where there is nothing to say.</param>
    /// <param name="row">A row that was read.</param>
    /// <param name="asOf">The day it is asked about.</param>
    public static IReadOnlyList<string> Add(IReadOnlyList<string> warnings, BookingRow row, DateOnly asOf)
    {
        var cancelled = row.Event is { Status: BookingStatus.Cancelled } booking && booking.StatusDate <= asOf;
        if (row.Unread is null && !cancelled)
        {
            return warnings;
        }

        List<string> notes = [.. warnings];
        if (cancelled)
        {
            notes.Add(string.Create(CultureInfo.InvariantCulture, $"status: the booking is cancelled since {row.Event!.StatusDate:yyyy-MM-dd}; the prediction is what it would be were it not"));
        }

        notes.AddRange(Unread(row.Unread));
        return notes;
    }

    /// <summary>A sentence for each field that is not read, and one for those beyond the first few.</summary>
    public static IEnumerable<string> Unread(IReadOnlyList<string>? names)
    {
        for (var i = 0; i < names?.Count; i++)
        {
            var name = names[i];
            yield return i == BookingRow.MostUnread - 1 ? "more unknown fields are ignored"
                : Array.Find(Parameters, p => p.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } parameter ? $"{parameter}: is ignored in the body; give it in the address, as in ?{parameter}=..."
                : $"unknown field '{name}' is ignored";
        }
    }
}
