using System.Text;
using HotelCancellation.Bookings.Reading;
using HotelCancellation.Bookings.Writing;
using HotelCancellation.Tests.Building;

namespace HotelCancellation.Tests.Bookings.Reading;

public sealed class BookingReaderTests
{
    [Theory]
    [InlineData("")]
    [InlineData("\uFEFF")]
    [InlineData(" \r\n\t\n")]
    public async Task ReadAsync_EmptyInput_IsUnreadable(string text)
    {
        var e = await Should.ThrowAsync<UnreadableInputException>(Rows.Of(text));

        e.Message.ShouldContain("empty");
    }

    [Theory]
    [InlineData("H4sIAAAAAAAA", "gzip")]
    [InlineData("/Td6WFoAAATm", "xz")]
    [InlineData("UEsDBBQABgAI", "spreadsheet")]
    [InlineData("//5iAG8AbwBr", "UTF-16")]
    [InlineData("UEFSMRUEFRQV", "Parquet")]
    public async Task ReadAsync_NoText_SaysWhatItIs(string base64, string kind)
    {
        var e = await Should.ThrowAsync<UnreadableInputException>(Rows.Of(Convert.FromBase64String(base64)));

        e.Message.ShouldContain(kind);
    }

    [Theory]
    [InlineData(BookingFormat.NdJson, "[{}]")]
    [InlineData(BookingFormat.JsonArray, "{}")]
    [InlineData(BookingFormat.JsonArray, "a,b")]
    [InlineData(BookingFormat.Csv, "[{}]")]
    public async Task ReadAsync_AnotherFormatThanSaid_IsUnreadable(BookingFormat format, string text) =>
        await Should.ThrowAsync<UnreadableInputException>(Rows.Of(text, new BookingReadOptions { Format = format }));

    [Fact]
    public async Task ReadAsync_MoreRowsThanAllowed_StopsThere()
    {
        var options = new BookingReadOptions { MaxRows = 2 };

        (await Rows.Of("{}\n{}\n", options)).Count.ShouldBe(2);
        var e = await Should.ThrowAsync<UnreadableInputException>(Rows.Of("{}\n{}\n{}\n", options));

        e.TooManyRows.ShouldBeTrue();
        e.AfterRow.ShouldBe(2);
    }

    [Fact]
    public async Task ReadAsync_Cancelled_Stops()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in BookingReader.ReadAsync(new MemoryStream("{}"u8.ToArray()), BookingReadOptions.Default, cancelled.Token))
            {
            }
        });
    }

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

        // The rows that came in between would be more than 50 MB; the rest is room for what other tests hold meanwhile.
        most.ShouldBeLessThan(20_000_000);
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
