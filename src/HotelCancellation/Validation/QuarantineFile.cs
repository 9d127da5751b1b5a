using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using HotelCancellation.Bookings.Reading;

namespace HotelCancellation.Validation;

/// <summary>
/// The rejected rows of one run as NDJSON, one line for each fault: <c>row, field, value, rule, message</c>. It is created with its
/// first row and complete when it is disposed.
/// </summary>
public sealed class QuarantineFile : IAsyncDisposable
{
    private const int FlushAt = 32 * 1024;
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly Func<CancellationToken, Task<Stream>> _create;
    private readonly string _location;
    private readonly ArrayBufferWriter<byte> _buffer = new();
    private readonly Utf8JsonWriter _json;
    private Stream? _stream;

    internal QuarantineFile(string location, Func<CancellationToken, Task<Stream>> create)
    {
        _location = location;
        _create = create;
        _json = new Utf8JsonWriter(_buffer, Options);
    }

    /// <summary>Where it is; null as long as it has no row.</summary>
    public string? Location => _stream is null ? null : _location;

    /// <summary>The file's name for a run.</summary>
    /// <exception cref="ArgumentException">The id could lead out of the folder.</exception>
    internal static string NameOf(string runId) =>
        runId.Length is > 0 and <= 128 && runId[0] != '.' && runId.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.')
            ? $"{runId}.ndjson"
            : throw new ArgumentException($"A run's id must be 1 to 128 letters, digits, '-', '_' and '.', not '{runId}'.", nameof(runId));

    /// <summary>Adds a row with all that is wrong with it.</summary>
    public async ValueTask AddAsync(long rowNumber, IReadOnlyList<FieldFault> faults, CancellationToken cancellationToken)
    {
        _stream ??= await _create(cancellationToken).ConfigureAwait(false);
        foreach (var fault in faults)
        {
            Append(rowNumber, fault);
        }

        if (_buffer.WrittenCount >= FlushAt)
        {
            await FlushAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Completes the file, if there is one.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_stream is { } stream)
        {
            await FlushAsync(CancellationToken.None).ConfigureAwait(false);
            await stream.DisposeAsync().ConfigureAwait(false);
        }

        await _json.DisposeAsync().ConfigureAwait(false);
    }

    private void Append(long rowNumber, FieldFault fault)
    {
        _json.WriteStartObject();
        _json.WriteNumber("row"u8, rowNumber);
        _json.WriteString("field"u8, fault.Field);
        _json.WriteString("value"u8, fault.Value);
        _json.WriteString("rule"u8, fault.Rule);
        _json.WriteString("message"u8, fault.Message);
        _json.WriteEndObject();
        _json.Flush();
        _buffer.Write("\n"u8);
        _json.Reset();
    }

    private async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        await _stream!.WriteAsync(_buffer.WrittenMemory, cancellationToken).ConfigureAwait(false);
        _buffer.ResetWrittenCount();
    }
}
