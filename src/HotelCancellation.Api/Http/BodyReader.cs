using System.Buffers;
using Microsoft.AspNetCore.Http;

namespace HotelCancellation.Api.Http;

/// <summary>Reads a small body whole, without copying it where the server has it in one piece. The limit is our own, so that it holds on every host.</summary>
internal static class BodyReader
{
    /// <summary>Reads the body and makes something of it.</summary>
    /// <param name="request">The request.</param>
    /// <param name="mostBytes">The most bytes that are read.</param>
    /// <param name="read">Makes something of the bytes.</param>
    /// <exception cref="BodyTooLargeException">The body is larger.</exception>
    public static async ValueTask<T> ReadAsync<T>(HttpRequest request, int mostBytes, BodyParser<T> read)
    {
        if (request.ContentLength > mostBytes)
        {
            throw new BodyTooLargeException(mostBytes);
        }

        var reader = request.BodyReader;
        while (true)
        {
            var result = await reader.ReadAsync(request.HttpContext.RequestAborted);
            var buffer = result.Buffer;
            if (buffer.Length > mostBytes)
            {
                reader.AdvanceTo(buffer.End);
                throw new BodyTooLargeException(mostBytes);
            }

            if (result.IsCompleted)
            {
                var value = Parse(buffer, read);
                reader.AdvanceTo(buffer.End);
                return value;
            }

            reader.AdvanceTo(buffer.Start, buffer.End);
        }
    }

    private static T Parse<T>(ReadOnlySequence<byte> buffer, BodyParser<T> read)
    {
        if (buffer.IsSingleSegment)
        {
            return read(buffer.FirstSpan);
        }

        var length = (int)buffer.Length;
        var rented = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            buffer.CopyTo(rented);
            return read(rented.AsSpan(0, length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented, clearArray: true);
        }
    }
}

/// <summary>Makes something of the bytes of a body.</summary>
internal delegate T BodyParser<out T>(ReadOnlySpan<byte> utf8);

/// <summary>A body is larger than what is taken.</summary>
/// <param name="mostBytes">The most bytes that are taken.</param>
internal sealed class BodyTooLargeException(long mostBytes) : Exception("The body is too large.")
{
    /// <summary>The most bytes that are taken.</summary>
    public long MostBytes { get; } = mostBytes;
}
