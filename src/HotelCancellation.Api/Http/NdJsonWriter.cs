using System.IO.Pipelines;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace HotelCancellation.Api.Http;

/// <summary>Writes one JSON object a line, and sends them on when enough have come together or the caller has to wait for more.</summary>
internal sealed class NdJsonWriter(PipeWriter output, BodySpool input, CancellationToken cancellationToken) : IDisposable
{
    public const string MediaType = "application/x-ndjson; charset=utf-8";
    private const int FlushBytes = 16 * 1024;
    private readonly Utf8JsonWriter _json = new(output, JsonBody.WriterOptions);
    private int _unsent;

    /// <summary>Lines written.</summary>
    public long Lines { get; private set; }

    /// <summary>Whether enough has come together.</summary>
    public bool IsFull => _unsent >= FlushBytes;

    /// <summary>Whether nothing waits to be sent.</summary>
    public bool IsEmpty => _unsent == 0;

    public void Write<T>(T line, JsonTypeInfo<T> type)
    {
        _json.Reset();
        JsonSerializer.Serialize(_json, line, type);
        _json.Flush();
        _unsent += (int)_json.BytesCommitted + 1;
        output.GetSpan(1)[0] = (byte)'\n';
        output.Advance(1);
        Lines++;
    }

    /// <summary>Sends what has been written, and waits for as long as the client does not read.</summary>
    /// <exception cref="OperationCanceledException">The client has left.</exception>
    public ValueTask SendAsync()
    {
        _unsent = 0;
        var flush = output.FlushAsync(cancellationToken);
        if (!flush.IsCompletedSuccessfully)
        {
            return new(WaitAsync(flush.AsTask()));
        }

        Check(flush.Result);
        return default;
    }

    public void Dispose() => _json.Dispose();

    private async Task WaitAsync(Task<FlushResult> flush)
    {
        await input.DrainUntilAsync(flush);
        Check(await flush);
    }

    private void Check(FlushResult result)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (result.IsCompleted)
        {
            throw new OperationCanceledException("The client reads no more.");
        }
    }
}
