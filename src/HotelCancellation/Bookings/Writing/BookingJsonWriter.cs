using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace HotelCancellation.Bookings.Writing;

/// <summary>NDJSON: one object a line with the contract's names; what is missing is left out.</summary>
/// <param name="stream">Where to; left open.</param>
public sealed class BookingJsonWriter(Stream stream) : BookingWriter(stream)
{
    // The output is a file or a body of its own, never part of a page, so that only what JSON itself demands is escaped.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private Utf8JsonWriter? _json;

    /// <inheritdoc/>
    protected override void Append(IBufferWriter<byte> output, BookingEvent booking)
    {
        if (_json is null)
        {
            _json = new Utf8JsonWriter(output, Options);
        }
        else
        {
            _json.Reset(output);
        }

        Write(_json, booking);
        _json.Flush();
        output.Write("\n"u8);
    }

    /// <summary>Writes one event as an object.</summary>
    public static void Write(Utf8JsonWriter json, BookingEvent booking)
    {
        var b = booking.Booking;
        json.WriteStartObject();
        json.WriteString("bookingId"u8, b.BookingId.Value);
        json.WriteString("propertyId"u8, b.PropertyId.Value);
        Optional(json, "guestRef"u8, b.GuestRef);
        Date(json, "bookedOn"u8, b.BookedOn);
        Date(json, "arrivalDate"u8, b.ArrivalDate);
        json.WriteNumber("weekendNights"u8, b.WeekendNights);
        json.WriteNumber("weekNights"u8, b.WeekNights);
        json.WriteNumber("adults"u8, b.Adults);
        json.WriteNumber("children"u8, b.Children);
        json.WriteNumber("babies"u8, b.Babies);
        json.WriteString("meal"u8, b.Meal);
        json.WriteString("marketSegment"u8, b.MarketSegment);
        json.WriteString("distributionChannel"u8, b.DistributionChannel);
        json.WriteString("reservedRoomType"u8, b.ReservedRoomType);
        json.WriteString("depositType"u8, b.DepositType);
        Optional(json, "agent"u8, b.Agent);
        Optional(json, "company"u8, b.Company);
        json.WriteString("customerType"u8, b.CustomerType);
        Optional(json, "country"u8, b.Country);
        json.WriteBoolean("isRepeatedGuest"u8, b.IsRepeatedGuest);
        json.WriteNumber("previousCancellations"u8, b.PreviousCancellations);
        json.WriteNumber("previousBookingsNotCanceled"u8, b.PreviousBookingsNotCanceled);
        json.WriteNumber("adr"u8, b.Adr);
        json.WriteNumber("specialRequests"u8, b.SpecialRequests);
        json.WriteString("status"u8, booking.Status.ToText());
        Date(json, "statusDate"u8, booking.StatusDate);
        Optional(json, "eventId"u8, booking.EventId);
        json.WriteEndObject();
    }

    private static void Optional(Utf8JsonWriter json, ReadOnlySpan<byte> name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }

    private static void Date(Utf8JsonWriter json, ReadOnlySpan<byte> name, DateOnly date)
    {
        Span<char> text = stackalloc char[10];
        date.TryFormat(text, out _, "yyyy-MM-dd", CultureInfo.InvariantCulture);
        json.WriteString(name, text);
    }
}
