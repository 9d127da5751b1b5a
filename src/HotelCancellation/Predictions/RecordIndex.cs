using System.Buffers.Binary;
using HotelCancellation.Bookings.Compaction;

namespace HotelCancellation.Predictions;

/// <summary>
/// Says in which row of a day's columns a prediction is. A file of the first id of each page (16 bytes), then the pages: 4,096 entries of an id and a row
/// (4 bytes, little-endian), sorted by id. Two reads find a row, whatever the day has: 10 million predictions have 39 kB of first ids.
/// </summary>
internal sealed class RecordIndex : IAsyncDisposable
{
    public const int EntryBytes = PredictionId.Bytes + sizeof(int);
    public const int EntriesPerPage = 4_096;
    private const int MinutesOfDay = 24 * 60;
    private const int EntriesInMemory = 1_000_000;
    private readonly Stream _entries = TemporaryFile.Create();
    private readonly int[] _byMinute = new int[MinutesOfDay];
    private readonly byte[] _entry = new byte[EntryBytes];

    /// <summary>The rows so far.</summary>
    public int Count { get; private set; }

    /// <summary>Bytes of the first ids of so many rows.</summary>
    public static int HeadBytes(long rows) => checked((int)((rows + EntriesPerPage - 1) / EntriesPerPage) * PredictionId.Bytes);

    /// <summary>Adds the next row.</summary>
    public void Add(PredictionId id)
    {
        id.Write(_entry);
        BinaryPrimitives.WriteInt32LittleEndian(_entry.AsSpan(PredictionId.Bytes), Count);
        _entries.Write(_entry);
        _byMinute[Minute(_entry)]++;
        Count++;
    }

    /// <summary>Writes the index. It sorts as much at once as fits in memory, minute by minute of the day.</summary>
    public async Task WriteAsync(Stream stream, CancellationToken cancellationToken)
    {
        var head = new byte[HeadBytes(Count)];
        stream.Position = head.Length;
        var written = 0;
        for (var minute = 0; minute < MinutesOfDay;)
        {
            var (from, entries) = (minute, 0);
            do
            {
                entries += _byMinute[minute++];
            }
            while (minute < MinutesOfDay && entries + _byMinute[minute] <= EntriesInMemory);

            var part = await PartAsync(from, minute, entries, cancellationToken);
            Array.Sort(part, (a, b) => a.AsSpan(0, PredictionId.Bytes).SequenceCompareTo(b.AsSpan(0, PredictionId.Bytes)));
            foreach (var entry in part)
            {
                if (written % EntriesPerPage == 0)
                {
                    entry.AsSpan(0, PredictionId.Bytes).CopyTo(head.AsSpan(written / EntriesPerPage * PredictionId.Bytes));
                }

                stream.Write(entry);
                written++;
            }
        }

        stream.Position = 0;
        await stream.WriteAsync(head, cancellationToken);
    }

    /// <summary>The page that would have an id; -1 where it is before all of them.</summary>
    public static int Page(ReadOnlySpan<byte> head, PredictionId id)
    {
        Span<byte> wanted = stackalloc byte[PredictionId.Bytes];
        id.Write(wanted);
        var (low, high) = (0, head.Length / PredictionId.Bytes);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = head.Slice(middle * PredictionId.Bytes, PredictionId.Bytes).SequenceCompareTo(wanted) <= 0 ? (middle + 1, high) : (low, middle);
        }

        return low - 1;
    }

    /// <summary>The row of an id in its page; -1 where it is not there.</summary>
    public static int Row(ReadOnlySpan<byte> page, PredictionId id)
    {
        Span<byte> wanted = stackalloc byte[PredictionId.Bytes];
        id.Write(wanted);
        for (; page.Length >= EntryBytes; page = page[EntryBytes..])
        {
            if (page.StartsWith(wanted))
            {
                return BinaryPrimitives.ReadInt32LittleEndian(page[PredictionId.Bytes..]);
            }
        }

        return -1;
    }

    public ValueTask DisposeAsync() => _entries.DisposeAsync();

    private async Task<byte[][]> PartAsync(int fromMinute, int toMinute, int entries, CancellationToken cancellationToken)
    {
        var part = new byte[entries][];
        var at = 0;
        var entry = new byte[EntryBytes];
        _entries.Position = 0;
        for (var i = 0; i < Count && at < entries; i++)
        {
            await _entries.ReadExactlyAsync(entry, cancellationToken);
            if (Minute(entry) is var minute && minute >= fromMinute && minute < toMinute)
            {
                part[at++] = entry.AsSpan().ToArray();
            }
        }

        return part;
    }

    private static int Minute(ReadOnlySpan<byte> entry) => (int)((BinaryPrimitives.ReadInt64BigEndian(entry) >> 16) / 60_000 % MinutesOfDay);
}
