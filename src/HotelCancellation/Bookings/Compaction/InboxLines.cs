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
        string? fault = null;
        while (fault is null)
        {
            var read = await pipe.ReadAsync(cancellationToken);
            var consumed = Take(read.Buffer, read.IsCompleted, batch, ref lines, out fault);
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
        if (fault is not null)
        {
            throw new InvalidDataException($"Line {lines} of {name} cannot be read: {fault}");
        }
    }

    private static SequencePosition Take(ReadOnlySequence<byte> buffer, bool isEnd, List<StoredEvent> batch, ref long lines, out string? fault)
    {
        fault = null;
        var reader = new SequenceReader<byte>(buffer);
        while (fault is null && reader.TryReadTo(out ReadOnlySequence<byte> line, (byte)'\n'))
        {
            lines++;
            var utf8 = line.IsSingleSegment ? line.FirstSpan : line.ToArray();
            var row = BookingJson.Read(utf8, lines);
            if (row.Event is { } booking && TryReadTime(utf8, out var receivedAt))
            {
                batch.Add(new StoredEvent(KeyedEvent.Of(booking), receivedAt));
            }
            else
            {
                fault = row.Faults.Count > 0 ? row.Faults[0].ToString() : "it has no receivedAt";
            }
        }

        if (fault is null && isEnd && !reader.End)
        {
            lines++;
            fault = "it is not whole";
        }

        return reader.Position;
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
