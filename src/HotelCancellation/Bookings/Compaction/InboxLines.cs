using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text.Json;
using HotelCancellation.Bookings.Events;
using HotelCancellation.Bookings.Reading;

namespace HotelCancellation.Bookings.Compaction;

/// <summary>The lines of an inbox file, with the time that each was written down.</summary>
internal static class InboxLines
{
    /// <summary>Reads them.</summary>
    /// <exception cref="InvalidDataException">A line is no event.</exception>
    public static async IAsyncEnumerable<StoredEvent> ReadAsync(Stream stream, string name, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var pipe = PipeReader.Create(stream, new StreamPipeReaderOptions(leaveOpen: true, bufferSize: 64 * 1024));
        var lines = 0L;
        var batch = new List<StoredEvent>();
        while (true)
        {
            var read = await pipe.ReadAsync(cancellationToken);
            var consumed = Take(read.Buffer, read.IsCompleted, name, batch, ref lines);
            foreach (var each in batch)
            {
                yield return each;
            }

            batch.Clear();
            pipe.AdvanceTo(consumed, read.Buffer.End);
            if (read.IsCompleted)
            {
                break;
            }
        }

        await pipe.CompleteAsync();
    }

    private static SequencePosition Take(ReadOnlySequence<byte> buffer, bool isEnd, string name, List<StoredEvent> batch, ref long lines)
    {
        var reader = new SequenceReader<byte>(buffer);
        while (reader.TryReadTo(out ReadOnlySequence<byte> line, (byte)'\n'))
        {
            batch.Add(Read(line, name, ++lines));
        }

        return isEnd && !reader.End
            ? throw new InvalidDataException($"The last line of {name} is not whole.")
            : reader.Position;
    }

    private static StoredEvent Read(ReadOnlySequence<byte> line, string name, long number)
    {
        var utf8 = line.IsSingleSegment ? line.FirstSpan : line.ToArray();
        var row = BookingJson.Read(utf8, number);
        return row.Event is { } booking && TryReadTime(utf8, out var receivedAt)
            ? new StoredEvent(KeyedEvent.Of(booking), receivedAt)
            : throw new InvalidDataException($"Line {number} of {name} cannot be read: {(row.Faults.Count > 0 ? row.Faults[0] : "it has no receivedAt")}");
    }

    private static bool TryReadTime(ReadOnlySpan<byte> utf8, out DateTime receivedAt)
    {
        receivedAt = default;
        var json = new Utf8JsonReader(utf8);
        while (json.Read())
        {
            if (json.TokenType == JsonTokenType.PropertyName && json.CurrentDepth == 1 && json.ValueTextEquals("receivedAt"u8))
            {
                if (!json.Read() || json.TokenType != JsonTokenType.String
                    || !DateTime.TryParse(json.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal, out var time))
                {
                    return false;
                }

                // As the columns keep it.
                receivedAt = new DateTime(time.Ticks - time.Ticks % TimeSpan.TicksPerMicrosecond, DateTimeKind.Utc);
                return true;
            }
        }

        return false;
    }
}
