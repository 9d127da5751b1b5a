using System.Buffers.Binary;
using System.Globalization;
using HotelCancellation.Platform;

namespace HotelCancellation.Predictions;

/// <summary>
/// A prediction: <c>p-</c> and the 32 hex digits of a version 7 UUID (RFC 9562, section 5.7), so that ids sort by time. The last six digits name the
/// process that logs it, where one does: time and process together lead to the file that has it.
/// </summary>
/// <param name="Value">The text.</param>
public readonly record struct PredictionId(string Value)
{
    /// <summary>Bytes of an id in files.</summary>
    internal const int Bytes = 16;
    private const string Prefix = "p-";
    private const int TagAt = 13;

    /// <summary>When the prediction was made, to the millisecond, UTC. Of an id that is well formed.</summary>
    public DateTimeOffset Time => DateTimeOffset.FromUnixTimeMilliseconds(Milliseconds);

    /// <summary>The time as Unix milliseconds.</summary>
    internal long Milliseconds => long.Parse(Value.AsSpan(Prefix.Length, 12), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    /// <summary>What names the process that logged it.</summary>
    internal string WriterTag => Value[^6..];

    /// <summary>A new id.</summary>
    /// <param name="now">The time of the prediction.</param>
    public static PredictionId New(DateTimeOffset now)
    {
        Span<byte> bytes = stackalloc byte[Bytes];
        Draw(now, bytes);
        return Read(bytes);
    }

    /// <summary>A new id of a process that logs. 50 random bits a millisecond remain.</summary>
    /// <param name="now">The time of the prediction.</param>
    /// <param name="writer">Names the process; the lower 24 bits count.</param>
    internal static PredictionId New(DateTimeOffset now, int writer)
    {
        Span<byte> bytes = stackalloc byte[Bytes];
        Draw(now, bytes);
        bytes[TagAt] = (byte)(writer >> 16);
        BinaryPrimitives.WriteUInt16BigEndian(bytes[(TagAt + 1)..], (ushort)writer);
        return Read(bytes);
    }

    /// <summary>Reads an id; false where the text is none.</summary>
    public static bool TryParse(string? text, out PredictionId id)
    {
        id = default;
        if (text is not { Length: 34 } || !text.StartsWith(Prefix, StringComparison.Ordinal) || text.AsSpan(Prefix.Length).ContainsAnyExcept("0123456789abcdef")
            || text[14] != '7')
        {
            return false;
        }

        id = new PredictionId(text);
        return id.Milliseconds <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();
    }

    /// <summary>The bytes of a well-formed id, in an order that is the order of ids.</summary>
    internal void Write(Span<byte> bytes) => Guid.ParseExact(Value.AsSpan(Prefix.Length), "N").TryWriteBytes(bytes, bigEndian: true, out _);

    /// <summary>The id of bytes.</summary>
    internal static PredictionId Read(ReadOnlySpan<byte> bytes) => new(string.Create(CultureInfo.InvariantCulture, $"{Prefix}{new Guid(bytes[..Bytes], bigEndian: true):N}"));

    /// <inheritdoc/>
    public override string ToString() => Value;

    /// <summary>A version 7 UUID as <see cref="Guid.CreateVersion7(DateTimeOffset)"/> makes it, without a call into the system for each.</summary>
    private static void Draw(DateTimeOffset now, Span<byte> bytes)
    {
        BinaryPrimitives.WriteUInt64BigEndian(bytes, (ulong)now.ToUnixTimeMilliseconds() << 16);
        RandomBytes.Fill(bytes[6..]);
        bytes[6] = (byte)((bytes[6] & 0x0f) | 0x70);
        bytes[8] = (byte)((bytes[8] & 0x3f) | 0x80);
    }
}
