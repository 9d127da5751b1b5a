using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using HotelCancellation.Bookings;
using HotelCancellation.Model;

namespace HotelCancellation.Predictions;

/// <summary>Reads what <see cref="RecordBlockWriter"/> wrote, a block at a time.</summary>
internal static class RecordBlockReader
{
    private const string NotWhole = "A block of predictions is not whole.";

    /// <summary>Reads records.</summary>
    /// <param name="stream">Blocks, one after the other.</param>
    /// <param name="length">Where to end; what was appended after that is left for whoever lists again. A boundary of blocks.</param>
    /// <param name="wanted">Which blocks to look into; null for all.</param>
    /// <param name="seen">Told of every block.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="InvalidDataException">Something is damaged; the blocks before it have been given.</exception>
    public static async IAsyncEnumerable<PredictionRecord> ReadAsync(
        Stream stream, long length, Func<RecordBlock, bool>? wanted, Action<RecordBlock>? seen, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var head = new byte[RecordBlock.Bytes];
        var packed = Array.Empty<byte>();
        var raw = Array.Empty<byte>();
        for (var at = 0L; at < length && await FillAsync(stream, head, cancellationToken);)
        {
            var block = RecordBlock.Read(head);
            packed = Room(packed, block.PayloadBytes);
            if (!await FillAsync(stream, packed.AsMemory(0, block.PayloadBytes), cancellationToken) && block.PayloadBytes > 0)
            {
                throw new InvalidDataException(NotWhole);
            }

            at += RecordBlock.Bytes + block.PayloadBytes;
            seen?.Invoke(block);
            if (wanted is not null && !wanted(block))
            {
                continue;
            }

            raw = Room(raw, block.RawBytes);
            Unpack(packed.AsMemory(0, block.PayloadBytes), raw.AsSpan(0, block.RawBytes));
            foreach (var record in Records(raw.AsSpan(0, block.RawBytes), block.Count))
            {
                yield return record;
            }
        }
    }

    private static byte[] Room(byte[] buffer, int bytes) => buffer.Length >= bytes ? buffer : new byte[Math.Max(bytes, buffer.Length * 2)];

    private static void Unpack(ReadOnlyMemory<byte> packed, Span<byte> raw)
    {
        MemoryMarshal.TryGetArray(packed, out var segment);
        using var stream = new MemoryStream(segment.Array!, segment.Offset, segment.Count, writable: false);
        using var zlib = new ZLibStream(stream, CompressionMode.Decompress);
        if (zlib.ReadAtLeast(raw, raw.Length, throwOnEndOfStream: false) < raw.Length || zlib.ReadByte() >= 0)
        {
            throw new InvalidDataException(NotWhole);
        }
    }

    private static PredictionRecord[] Records(ReadOnlySpan<byte> raw, int count)
    {
        var reader = new Reader(raw);
        var records = new PredictionRecord[count];
        for (var i = 0; i < count; i++)
        {
            records[i] = reader.Record();
        }

        return reader.IsEnd ? records : throw new InvalidDataException(NotWhole);
    }

    /// <returns>False at the end of the stream.</returns>
    private static async Task<bool> FillAsync(Stream stream, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        var read = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        return read == buffer.Length ? read > 0 : read == 0 ? false : throw new InvalidDataException(NotWhole);
    }

    private ref struct Reader(ReadOnlySpan<byte> raw)
    {
        private readonly List<string> _texts = [];
        private ReadOnlySpan<byte> _rest = raw;

        public readonly bool IsEnd => _rest.IsEmpty;

        public PredictionRecord Record()
        {
            var id = PredictionId.Read(Take(PredictionId.Bytes));
            var at = new DateTime(Signed() * TimeSpan.TicksPerMicrosecond, DateTimeKind.Utc);
            var property = new PropertyId(Text()!);
            var bookingId = new BookingId(Inline());
            var (bookedOn, arrival, asOf) = (Day(), Day(), Day());
            var (weekendNights, weekNights, adults, children, babies) = (Whole(), Whole(), Whole(), Whole(), Whole());
            var (cancellations, kept, requests) = (Whole(), Whole(), Whole());
            var (meal, segment, channel, room) = (Text()!, Text()!, Text()!, Text()!);
            var (deposit, customer, agent, company, version) = (Text()!, Text()!, Text(), Text(), Text()!);
            var flags = Take(1)[0];
            var latency = TimeSpan.FromTicks(Signed() * TimeSpan.TicksPerMicrosecond);
            var (adr, probability, threshold) = (Number(), Number(), Number());
            var features = MemoryMarshal.Cast<byte, float>(Take(checked((int)Unsigned() * sizeof(float)))).ToArray();
            return new PredictionRecord
            {
                Id = id,
                At = at,
                Booking = new Booking
                {
                    BookingId = bookingId,
                    PropertyId = property,
                    BookedOn = bookedOn,
                    ArrivalDate = arrival,
                    WeekendNights = weekendNights,
                    WeekNights = weekNights,
                    Adults = adults,
                    Children = children,
                    Babies = babies,
                    Meal = meal,
                    MarketSegment = segment,
                    DistributionChannel = channel,
                    ReservedRoomType = room,
                    DepositType = deposit,
                    CustomerType = customer,
                    Agent = agent,
                    Company = company,
                    IsRepeatedGuest = (flags & 1) != 0,
                    PreviousCancellations = cancellations,
                    PreviousBookingsNotCanceled = kept,
                    Adr = adr,
                    SpecialRequests = requests,
                },
                AsOf = asOf,
                Features = features,
                Probability = probability,
                Threshold = threshold,
                WillCancel = (flags & 2) != 0,
                RiskBand = (RiskBand)((flags >> 4) & 3),
                ModelVersion = new ModelVersion(version),
                Route = (PredictionRoute)((flags >> 2) & 3),
                Latency = latency,
            };
        }

        private string? Text()
        {
            var number = Unsigned();
            if (number == 0)
            {
                return null;
            }

            if (number > 1)
            {
                return _texts[checked((int)number - 2)];
            }

            _texts.Add(Inline());
            return _texts[^1];
        }

        private string Inline() => Encoding.UTF8.GetString(Take(checked((int)Unsigned())));

        private DateOnly Day() => DateOnly.FromDayNumber(Whole());

        private int Whole() => checked((int)Signed());

        private double Number() => BinaryPrimitives.ReadDoubleLittleEndian(Take(sizeof(double)));

        private long Signed()
        {
            var number = Unsigned();
            return (long)(number >> 1) ^ -(long)(number & 1);
        }

        private ulong Unsigned()
        {
            ulong number = 0;
            for (var shift = 0; ; shift += 7)
            {
                var next = Take(1)[0];
                number |= (ulong)(next & 0x7f) << shift;
                if (next < 0x80)
                {
                    return number;
                }
            }
        }

        private ReadOnlySpan<byte> Take(int bytes)
        {
            if (bytes > _rest.Length)
            {
                throw new InvalidDataException(NotWhole);
            }

            var taken = _rest[..bytes];
            _rest = _rest[bytes..];
            return taken;
        }
    }
}
