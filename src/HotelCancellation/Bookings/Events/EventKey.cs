using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using HotelCancellation.Bookings.Writing;

namespace HotelCancellation.Bookings.Events;

/// <summary>
/// What makes two deliveries the same event of one booking: the sender's own id, or without one the content. 22 characters of
/// base64url (the first 128 bits of a SHA-256) after <c>i-</c> for an id and <c>c-</c> for content.
/// </summary>
/// <param name="Value">The text.</param>
public readonly record struct EventKey(string Value)
{
    private const int HashBytes = 16;

    // As the writer of files has it, so that the hash is that of a line in events/.
    private static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // Of each thread, used again: whoever reads a whole group's history asks for millions of hashes.
    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _buffer;

    [ThreadStatic]
    private static Utf8JsonWriter? _json;

    /// <summary>The key of an event.</summary>
    public static EventKey Of(BookingEvent booking) =>
        booking.EventId is { } id ? new($"i-{Hash(Encoding.UTF8.GetBytes(id))}") : OfContent(ContentOf(booking));

    /// <summary>The key of an event without an id of its own, by what <see cref="ContentOf"/> makes of it.</summary>
    internal static EventKey OfContent(string content) => new($"c-{content}");

    /// <summary>The hash of all that an event says.</summary>
    public static string ContentOf(BookingEvent booking)
    {
        var buffer = _buffer ??= new ArrayBufferWriter<byte>(1024);
        buffer.ResetWrittenCount();
        var json = _json ??= new Utf8JsonWriter(buffer, Json);
        json.Reset();
        BookingJsonWriter.Write(json, booking);
        json.Flush();
        return Hash(buffer.WrittenSpan);
    }

    /// <inheritdoc/>
    public override string ToString() => Value;

    private static string Hash(ReadOnlySpan<byte> bytes)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes, hash);
        return Base64Url.EncodeToString(hash[..HashBytes]);
    }
}
