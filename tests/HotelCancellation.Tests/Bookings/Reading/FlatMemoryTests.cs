using System.Text;
using HotelCancellation.Bookings.Reading;
using HotelCancellation.Bookings.Writing;
using HotelCancellation.Tests.Building;

namespace HotelCancellation.Tests.Bookings.Reading;

/// <summary>The heap is the whole process's, so nothing else may run meanwhile.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneCollection
{
    public const string Name = "Alone";
}

[Collection(AloneCollection.Name)]
public sealed class FlatMemoryTests
{
    [Theory]
    [InlineData("csv")]
    [InlineData("ndjson")]
    [InlineData("array")]
    public async Task ReadAsync_ManyRows_KeepsNothing(string format)
    {
        const int Count = 200_000;
        using var input = new RepeatedStream(await Parts(format), Count / 1000);
        var rows = 0;
        var bad = 0;
        var first = 0L;
        var most = 0L;

        await foreach (var row in BookingReader.ReadAsync(input, BookingReadOptions.Default, CancellationToken.None))
        {
            bad += row.Event is null ? 1 : 0;
            if (++rows % 50_000 == 0)
            {
                // What is alive, not what the collector has left lying about.
                var alive = GC.GetTotalMemory(forceFullCollection: true);
                first = first == 0 ? alive : first;
                most = Math.Max(most, alive - first);
            }
        }

        // The array begins with an empty object, so that each of the others can follow a comma.
        bad.ShouldBe(format == "array" ? 1 : 0);
        rows.ShouldBe(Count + bad);

        // The rows that came in between would be more than 30 MB.
        most.ShouldBeLessThan(2_000_000);
    }

    /// <summary>What comes once, a thousand rows that come again and again, and what ends the input.</summary>
    private static async Task<(byte[] Start, byte[] Rows, byte[] End)> Parts(string format)
    {
        using var stream = new MemoryStream();
        await using (BookingWriter writer = format == "csv" ? new BookingCsvWriter(stream) : new BookingJsonWriter(stream))
        {
            await writer.WriteAllAsync(Enumerable.Repeat(BookingBuilder.Event, 1000), CancellationToken.None);
        }

        var bytes = stream.ToArray();
        var header = format == "csv" ? bytes.AsSpan().IndexOf((byte)'\n') + 1 : 0;
        return format == "array"
            ? (Encoding.UTF8.GetBytes("[{}"), Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(bytes).TrimEnd('\n').Insert(0, ",").Replace("\n", "\n,")), [(byte)']'])
            : (bytes[..header], bytes[header..], []);
    }

    private sealed class RepeatedStream((byte[] Start, byte[] Rows, byte[] End) parts, int times) : MemoryStream
    {
        private int _part = -1;
        private int _offset;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            while (true)
            {
                var part = _part < 0 ? parts.Start : _part < times ? parts.Rows : parts.End;
                if (_offset < part.Length || _part == times)
                {
                    var count = Math.Min(buffer.Length, part.Length - _offset);
                    part.AsSpan(_offset, count).CopyTo(buffer.Span);
                    _offset += count;
                    return ValueTask.FromResult(count);
                }

                _part++;
                _offset = 0;
            }
        }
    }
}
