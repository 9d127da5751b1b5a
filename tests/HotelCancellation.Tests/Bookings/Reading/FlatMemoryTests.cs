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

    [Fact]
    public async Task AcceptAsync_ManyRowsWithAReport_KeepsNothing()
    {
        const int Count = 2_400_000;
        var (events, options) = (Enumerable.Range(0, 1000).Select(i => BookingBuilder.With(b => b with { Adr = i, Agent = $"{i}" })).ToArray(), new HotelCancellation.Validation.ValidationOptions());
        using var collector = new HotelCancellation.Validation.ReportCollector(HotelCancellation.Validation.BookingValidator.Default, HotelCancellation.Validation.ValidationMode.History, options);
        var run = new HotelCancellation.Validation.ValidationRun(
            "run", HotelCancellation.Validation.BookingValidator.Default, HotelCancellation.Validation.ValidationMode.History, options, report: collector);
        var (first, most) = (0L, 0L);

        await foreach (var booking in run.AcceptAsync(Many(), CancellationToken.None))
        {
            if (run.Read % 400_000 == 0 && run.Read >= 1_200_000)
            {
                var alive = GC.GetTotalMemory(forceFullCollection: true);
                first = first == 0 ? alive : first;
                most = Math.Max(most, alive - first);
            }
        }

        run.Read.ShouldBe(Count);
        collector.Build(run.Summary, "x", default, new DateOnly(2017, 5, 1)).Checks.Single(c => c.Name == "uniqueness").Message.ShouldContain("sorted on disk");

        // 8 bytes of each of the rows in between would be nearly 10 MB.
        most.ShouldBeLessThan(1_000_000);

        async IAsyncEnumerable<BookingRow> Many()
        {
            await Task.Yield();
            for (var i = 0; i < Count; i++)
            {
                yield return new BookingRow(i + 1, events[i % 1000] with { EventId = i.ToString(System.Globalization.CultureInfo.InvariantCulture) }, []);
            }
        }
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
