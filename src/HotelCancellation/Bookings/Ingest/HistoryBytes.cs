using System.IO.Compression;
using HotelCancellation.Bookings.Events;
using HotelCancellation.Bookings.Reading;
using HotelCancellation.Bookings.Writing;

namespace HotelCancellation.Bookings.Ingest;

/// <summary>A booking's events as a row of the table keeps them: NDJSON, deflated. The events of one booking hardly differ, so that a hundred take few kilobytes.</summary>
internal static class HistoryBytes
{
    /// <summary>What one property of a row holds.</summary>
    public const int MostBytes = 64 * 1024;

    public static async Task<byte[]> WriteAsync(BookingHistory history, CancellationToken cancellationToken)
    {
        using var bytes = new MemoryStream();
        await using (var deflate = new DeflateStream(bytes, CompressionLevel.Fastest, leaveOpen: true))
        {
            await using var writer = new BookingJsonWriter(deflate);
            await writer.WriteAllAsync(history.Events.Select(e => e.Event), cancellationToken);
        }

        return bytes.ToArray();
    }

    /// <exception cref="InvalidDataException">The bytes are not what <see cref="WriteAsync"/> wrote.</exception>
    public static BookingHistory Read(byte[] bytes)
    {
        using var lines = new MemoryStream();
        using (var deflate = new DeflateStream(new MemoryStream(bytes), CompressionMode.Decompress))
        {
            deflate.CopyTo(lines);
        }

        var events = new List<BookingEvent>();
        var rest = lines.GetBuffer().AsSpan(0, (int)lines.Length);
        while (!rest.IsEmpty)
        {
            var end = rest.IndexOf((byte)'\n');
            var row = BookingJson.Read(rest[..end], events.Count + 1);
            events.Add(row.Event ?? throw new InvalidDataException($"A booking's event {row.RowNumber} cannot be read: {row.Faults[0]}"));
            rest = rest[(end + 1)..];
        }

        return BookingHistory.Of(events);
    }
}
