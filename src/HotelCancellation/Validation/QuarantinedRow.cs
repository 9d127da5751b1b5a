using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using HotelCancellation.Bookings;
using HotelCancellation.Bookings.Reading;

namespace HotelCancellation.Validation;

/// <summary>A row of a quarantine.</summary>
public sealed record QuarantinedRow
{
    private const string GuestRef = "guestRef";
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Its number in the input.</summary>
    public required long Row { get; init; }

    /// <summary>What could be read of it, as JSON with the contract's names; null where nothing could.</summary>
    public string? Booking { get; init; }

    /// <summary>Its property, where that could be read.</summary>
    public string? PropertyId { get; init; }

    /// <summary>Its booking's id, where that could be read.</summary>
    public string? BookingId { get; init; }

    /// <summary>The guest, where the row names one; for the replay, never shown.</summary>
    internal string? Guest { get; init; }

    /// <summary>What is wrong with it.</summary>
    public required IReadOnlyList<FieldFault> Faults { get; init; }

    /// <summary>The row as it may be shown: without the guest.</summary>
    public QuarantinedRow WithoutGuest()
    {
        var booking = Booking;
        if (booking is not null && JsonNode.Parse(booking) is JsonObject json && json.Remove(GuestRef))
        {
            booking = json.ToJsonString(Readable);
        }

        return this with { Booking = booking, Guest = null, Faults = [.. Faults.Select(f => f.Field == GuestRef ? f with { Value = null } : f)] };
    }

    /// <summary>The row as it was, to be judged again.</summary>
    public BookingRow Again() => Booking is null ? new BookingRow(Row, null, Faults) : BookingJson.Read(Encoding.UTF8.GetBytes(Booking), Row);

    /// <summary>Reads the rows of a quarantine, in flat memory. A line that is none of a quarantine is passed over.</summary>
    public static async IAsyncEnumerable<QuarantinedRow> ReadAsync(Stream stream, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(stream, Encoding.UTF8, leaveOpen: true);
        QuarantinedRow? row = null;
        var faults = new List<FieldFault>();
        while (await reader.ReadLineAsync(cancellationToken).ConfigureAwait(false) is { } line)
        {
            if (Read(line) is not { } next)
            {
                continue;
            }

            if (row is not null && (next.Row != row.Row || next.Booking is not null))
            {
                yield return row with { Faults = faults };
                (row, faults) = (null, []);
            }

            row ??= next;
            faults.Add(next.Faults[0]);
        }

        if (row is not null)
        {
            yield return row with { Faults = faults };
        }
    }

    private static QuarantinedRow? Read(string line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            var json = document.RootElement;
            var booking = json.TryGetProperty("booking", out var b) && b.ValueKind == JsonValueKind.Object ? b : (JsonElement?)null;
            return new QuarantinedRow
            {
                Row = json.GetProperty("row").GetInt64(),
                Booking = booking?.GetRawText(),
                PropertyId = Text(booking, "propertyId"),
                BookingId = Text(booking, "bookingId"),
                Guest = Text(booking, GuestRef),
                Faults = [new FieldFault(json.GetProperty("field").GetString()!, json.GetProperty("value").GetString(), json.GetProperty("rule").GetString()!, json.GetProperty("message").GetString()!)],
            };
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    private static string? Text(JsonElement? booking, string name) =>
        booking is { } b && b.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}

/// <summary>Which bookings a quarantine is about, and their guests, who are not shown to those who mend its rows.</summary>
public sealed class QuarantineIndex
{
    private readonly Dictionary<(string Property, string Booking), string?> _bookings = [];
    private long _unnamed;

    /// <summary>Notes a row.</summary>
    public void Add(QuarantinedRow row)
    {
        if (row is { PropertyId: { } property, BookingId: { } booking })
        {
            _bookings[(property, booking)] = row.Guest ?? _bookings.GetValueOrDefault((property, booking));
        }
        else
        {
            _unnamed++;
        }
    }

    /// <summary>Whether a mended row may be one of the quarantine's: its booking is, or stands for a row whose booking could not be read, each of which counts once.</summary>
    public bool Admits(BookingEvent booking) =>
        _bookings.ContainsKey((booking.Booking.PropertyId.Value, booking.Booking.BookingId.Value)) || --_unnamed >= 0;

    /// <summary>The row with its guest, where it has lost it on the way.</summary>
    public BookingRow WithGuest(BookingRow row) =>
        row.Event is { Booking: { GuestRef: null } booking } e && _bookings.GetValueOrDefault((booking.PropertyId.Value, booking.BookingId.Value)) is { } guest
            ? row with { Event = e with { Booking = booking with { GuestRef = guest } } }
            : row;
}
