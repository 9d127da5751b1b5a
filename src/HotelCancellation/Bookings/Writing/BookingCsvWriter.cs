using System.Buffers;
using System.Globalization;
using System.Text;
using HotelCancellation.Bookings.Reading;

namespace HotelCancellation.Bookings.Writing;

/// <summary>
/// The canonical CSV: a header of the contract's names, a comma, a point, lines that end in LF, quotes (RFC 4180) where a value needs
/// them, numbers in the shortest form that reads back to the same value, nothing for what is missing.
/// </summary>
/// <param name="stream">Where to; left open.</param>
public sealed class BookingCsvWriter(Stream stream) : BookingWriter(stream)
{
    private static readonly SearchValues<char> NeedsQuotes = SearchValues.Create(",\"\r\n;\t|#");
    private static readonly byte[] Header = Encoding.UTF8.GetBytes(string.Join(',', BookingField.All.Select(f => f.Name)) + "\n");

    /// <inheritdoc/>
    protected override void Begin(IBufferWriter<byte> output) => output.Write(Header);

    /// <inheritdoc/>
    protected override void Append(IBufferWriter<byte> output, BookingEvent booking)
    {
        var b = booking.Booking;
        Text(output, b.BookingId.Value, first: true);
        Text(output, b.PropertyId.Value);
        Text(output, b.GuestRef);
        Date(output, b.BookedOn);
        Date(output, b.ArrivalDate);
        Value(output, b.WeekendNights);
        Value(output, b.WeekNights);
        Value(output, b.Adults);
        Value(output, b.Children);
        Value(output, b.Babies);
        Text(output, b.Meal);
        Text(output, b.MarketSegment);
        Text(output, b.DistributionChannel);
        Text(output, b.ReservedRoomType);
        Text(output, b.DepositType);
        Text(output, b.Agent);
        Text(output, b.Company);
        Text(output, b.CustomerType);
        Text(output, b.Country);
        Text(output, b.IsRepeatedGuest ? "true" : "false");
        Value(output, b.PreviousCancellations);
        Value(output, b.PreviousBookingsNotCanceled);
        Value(output, b.Adr);
        Value(output, b.SpecialRequests);
        Text(output, booking.Status.ToText());
        Date(output, booking.StatusDate);
        Text(output, booking.EventId);
        output.Write("\n"u8);
    }

    private static void Text(IBufferWriter<byte> output, string? text, bool first = false)
    {
        if (!first)
        {
            output.Write(","u8);
        }

        if (text is null)
        {
            return;
        }

        var quoted = text.AsSpan().ContainsAny(NeedsQuotes);
        Encoding.UTF8.GetBytes(quoted ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text, output);
    }

    private static void Date(IBufferWriter<byte> output, DateOnly date) => Value(output, date, "yyyy-MM-dd");

    private static void Value<T>(IBufferWriter<byte> output, T value, string? format = null)
        where T : IUtf8SpanFormattable
    {
        var room = output.GetSpan(40);
        room[0] = (byte)',';
        value.TryFormat(room[1..], out var length, format, CultureInfo.InvariantCulture);
        output.Advance(length + 1);
    }
}
