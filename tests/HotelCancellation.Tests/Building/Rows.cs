using System.Text;
using HotelCancellation.Bookings;
using HotelCancellation.Bookings.Reading;

namespace HotelCancellation.Tests.Building;

/// <summary>Reads small inputs whole.</summary>
public static class Rows
{
    /// <summary>All rows of a text.</summary>
    public static Task<List<BookingRow>> Of(string text, BookingReadOptions? options = null) => Of(Encoding.UTF8.GetBytes(text), options);

    /// <summary>All rows of an input.</summary>
    public static async Task<List<BookingRow>> Of(byte[] input, BookingReadOptions? options = null, int chunk = int.MaxValue)
    {
        var rows = new List<BookingRow>();
        await foreach (var row in BookingReader.ReadAsync(new ChunkedStream(input, chunk), options ?? BookingReadOptions.Default, CancellationToken.None))
        {
            rows.Add(row);
        }

        return rows;
    }

    /// <summary>The events of rows that must all be good.</summary>
    public static List<BookingEvent> Events(IEnumerable<BookingRow> rows) => [.. rows.Select(r => r.Event.ShouldNotBeNull(Describe(r)))];

    /// <summary>What is wrong with a row, in one line.</summary>
    public static string Describe(BookingRow row) => $"row {row.RowNumber}: {string.Join("; ", row.Faults)}";

    /// <summary>A stream that cannot seek and gives few bytes at a time, as a network does.</summary>
    private sealed class ChunkedStream(byte[] bytes, int chunk) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(chunk, buffer.Length)], cancellationToken);
    }
}
