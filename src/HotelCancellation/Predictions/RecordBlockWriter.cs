using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;

namespace HotelCancellation.Predictions;

/// <summary>
/// Writes records as blocks: binary, each text once a block and numbered, then zlib, whose checksum finds damage. No guest and no country is written.
/// For one thread. It stands in the way of every prediction of the process, so it asks for room once a record, not once a number.
/// </summary>
/// <param name="level">How hard to compress.</param>
internal sealed class RecordBlockWriter(CompressionLevel level)
{
    // More than all numbers of a record but its features can take.
    private const int NumberBytes = 256;
    private const int LongestNumber = 10;
    private byte[] _raw = new byte[256 * 1024];
    private int _at;
    private readonly MemoryStream _block = new();
    private readonly Dictionary<string, int> _texts = new(StringComparer.Ordinal);
    private long _first = long.MaxValue;
    private long _last = long.MinValue;

    /// <summary>Records of the block so far.</summary>
    public int Count { get; private set; }

    /// <summary>Requests for predictions that failed while the block was filled.</summary>
    public int Failed { get; private set; }

    /// <summary>The latest time of a record or failure of the block, Unix milliseconds.</summary>
    public long LastMilliseconds => _last;

    /// <summary>Bytes of the block so far, uncompressed.</summary>
    public int RawBytes => _at;

    /// <summary>Adds a record. One that cannot be written throws, and leaves the block as it was.</summary>
    public void Add(PredictionRecord r)
    {
        var (at, texts) = (_at, _texts.Count);
        try
        {
            Write(r);
        }
        catch
        {
            _at = at;
            foreach (var text in _texts.Where(t => t.Value >= texts + 2).ToList())
            {
                _texts.Remove(text.Key);
            }

            throw;
        }
    }

    private void Write(PredictionRecord r)
    {
        var b = r.Booking;
        Room(NumberBytes + r.Features.Length * sizeof(float));
        r.Id.Write(_raw.AsSpan(_at));
        var milliseconds = BinaryPrimitives.ReadInt64BigEndian(_raw.AsSpan(_at)) >> 16;
        _at += PredictionId.Bytes;
        Signed(r.At.Ticks / TimeSpan.TicksPerMicrosecond);
        Text(b.PropertyId.Value);
        Inline(b.BookingId.Value);
        Signed(b.BookedOn.DayNumber);
        Signed(b.ArrivalDate.DayNumber);
        Signed(r.AsOf.DayNumber);
        Signed(b.WeekendNights);
        Signed(b.WeekNights);
        Signed(b.Adults);
        Signed(b.Children);
        Signed(b.Babies);
        Signed(b.PreviousCancellations);
        Signed(b.PreviousBookingsNotCanceled);
        Signed(b.SpecialRequests);
        Text(b.Meal);
        Text(b.MarketSegment);
        Text(b.DistributionChannel);
        Text(b.ReservedRoomType);
        Text(b.DepositType);
        Text(b.CustomerType);
        Text(b.Agent);
        Text(b.Company);
        Text(r.ModelVersion.Value);
        Room(NumberBytes + r.Features.Length * sizeof(float));
        _raw[_at++] = (byte)((b.IsRepeatedGuest ? 1 : 0) | (r.WillCancel ? 2 : 0) | ((int)r.Route << 2) | ((int)r.RiskBand << 4));
        Signed(r.Latency.Ticks / TimeSpan.TicksPerMicrosecond);
        Number(b.Adr);
        Number(r.Probability);
        Number(r.Threshold);
        Unsigned((ulong)r.Features.Length);
        var features = MemoryMarshal.AsBytes<float>(r.Features);
        features.CopyTo(_raw.AsSpan(_at));
        _at += features.Length;
        Stretch(milliseconds);
        Count++;
    }

    /// <summary>Counts requests that failed.</summary>
    /// <param name="count">How many.</param>
    /// <param name="milliseconds">When, Unix milliseconds.</param>
    public void Fail(int count, long milliseconds)
    {
        Failed += count;
        Stretch(milliseconds);
    }

    /// <summary>Ends the block.</summary>
    /// <param name="dropped">Records dropped since the one before.</param>
    /// <returns>Its bytes, good until the next record is added.</returns>
    public ReadOnlyMemory<byte> Finish(int dropped)
    {
        _block.SetLength(RecordBlock.Bytes);
        _block.Position = RecordBlock.Bytes;
        using (var zlib = new ZLibStream(_block, level, leaveOpen: true))
        {
            zlib.Write(_raw, 0, _at);
        }

        var bytes = _block.GetBuffer().AsMemory(0, (int)_block.Length);
        new RecordBlock(bytes.Length - RecordBlock.Bytes, _at, Count, _first, _last, dropped, Failed).Write(bytes.Span);
        Clear();
        return bytes;
    }

    /// <summary>Forgets what was added to the block.</summary>
    public void Clear()
    {
        _at = 0;
        _texts.Clear();
        (_first, _last, Count, Failed) = (long.MaxValue, long.MinValue, 0, 0);
    }

    private void Stretch(long milliseconds) => (_first, _last) = (Math.Min(_first, milliseconds), Math.Max(_last, milliseconds));

    // 0 is no text, 1 a new one, more the number of one that came before.
    private void Text(string? text)
    {
        if (text is null)
        {
            Unsigned(0);
        }
        else if (_texts.TryGetValue(text, out var number))
        {
            Unsigned((ulong)number);
        }
        else
        {
            _texts.Add(text, _texts.Count + 2);
            Unsigned(1);
            Inline(text);
        }
    }

    // What comes after a text has its room again.
    private void Inline(string text)
    {
        Room(Encoding.UTF8.GetMaxByteCount(text.Length) + NumberBytes);
        var bytes = Encoding.UTF8.GetByteCount(text);
        Unsigned((ulong)bytes);
        _at += Encoding.UTF8.GetBytes(text, _raw.AsSpan(_at));
    }

    private void Number(double number)
    {
        BinaryPrimitives.WriteDoubleLittleEndian(_raw.AsSpan(_at), number);
        _at += sizeof(double);
    }

    private void Signed(long number) => Unsigned((ulong)((number << 1) ^ (number >> 63)));

    private void Unsigned(ulong number)
    {
        var raw = _raw.AsSpan(_at, LongestNumber);
        var i = 0;
        for (; number >= 0x80; number >>= 7)
        {
            raw[i++] = (byte)(number | 0x80);
        }

        raw[i++] = (byte)number;
        _at += i;
    }

    private void Room(int bytes)
    {
        if (_raw.Length - _at < bytes)
        {
            Array.Resize(ref _raw, Math.Max(2 * _raw.Length, _at + bytes));
        }
    }
}
