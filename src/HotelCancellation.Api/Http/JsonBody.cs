using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace HotelCancellation.Api.Http;

/// <summary>
/// Writes a JSON body of known length in one piece. The writer and its buffer are kept for each thread, so that an answer
/// costs no allocation of its own and needs no chunked encoding.
/// </summary>
internal static class JsonBody
{
    public const string MediaType = "application/json; charset=utf-8";

    /// <summary>Text stays readable: nothing that the API says is put into HTML by a server.</summary>
    public static readonly JsonWriterOptions WriterOptions = new() { SkipValidation = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private const int LargestKept = 64 * 1024;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _buffer;

    [ThreadStatic]
    private static Utf8JsonWriter? _writer;

    public static Task WriteAsync<T>(HttpResponse response, T value, JsonTypeInfo<T> type, string mediaType = MediaType)
    {
        var buffer = _buffer ??= new ArrayBufferWriter<byte>(4096);
        var writer = _writer ??= new Utf8JsonWriter(buffer, WriterOptions);
        buffer.ResetWrittenCount();
        writer.Reset(buffer);
        JsonSerializer.Serialize(writer, value, type);
        writer.Flush();
        response.ContentType = mediaType;
        response.ContentLength = buffer.WrittenCount;
        // The copy into the response's own buffer is made before this returns, so the thread's buffer is free again.
        response.BodyWriter.Write(buffer.WrittenSpan);
        if (buffer.Capacity > LargestKept)
        {
            _buffer = null;
            _writer = null;
        }

        return response.BodyWriter.FlushAsync(response.HttpContext.RequestAborted).AsTask();
    }
}
