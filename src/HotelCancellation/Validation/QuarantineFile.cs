using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using HotelCancellation.Bookings;
using HotelCancellation.Bookings.Reading;
using HotelCancellation.Bookings.Writing;

namespace HotelCancellation.Validation;

/// <summary>What a quarantine holds.</summary>
/// <param name="Rows">Its rows.</param>
/// <param name="Properties">The properties that its rows name; null where there are more than <see cref="MostProperties"/>.</param>
internal sealed record QuarantineCounts(long Rows, IReadOnlyList<string>? Properties)
{
    /// <summary>The most properties that are listed.</summary>
    public const int MostProperties = 20;
}

/// <summary>
/// The rejected rows of one run as NDJSON, one line for each fault: <c>row, field, value, rule, message</c>, and in a row's first line
/// <c>booking</c>, what could be read of it, to be mended and sent again. It is created with its first row and complete when it is disposed.
/// </summary>
public sealed class QuarantineFile : IAsyncDisposable
{
    internal const string Extension = ".ndjson";

    private const int FlushAt = 32 * 1024;
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly Func<CancellationToken, Task<Stream>> _create;
    private readonly Func<QuarantineCounts, Task>? _complete;
    private readonly string _location;
    private readonly SortedSet<string> _properties = new(StringComparer.Ordinal);
    private long _rows;
    private bool _moreProperties;
    private readonly ArrayBufferWriter<byte> _buffer = new();
    private readonly Utf8JsonWriter _json;
    private Stream? _stream;

    internal QuarantineFile(string location, Func<CancellationToken, Task<Stream>> create, Func<QuarantineCounts, Task>? complete = null)
    {
        _complete = complete;
        _location = location;
        _create = create;
        _json = new Utf8JsonWriter(_buffer, Options);
    }

    /// <summary>Where it is; null as long as it has no row.</summary>
    public string? Location => _stream is null ? null : _location;

    /// <summary>The file's name for a run.</summary>
    /// <exception cref="ArgumentException">The id could lead out of the folder.</exception>
    internal static string NameOf(string runId) =>
        IsName(runId)
            ? runId + Extension
            : throw new ArgumentException($"A run's id must be 1 to 128 letters, digits, '-', '_' and '.', not '{runId}'.", nameof(runId));

    internal static bool IsName(string runId) =>
        runId.Length is > 0 and <= 128 && runId[0] != '.' && runId.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');

    /// <summary>Adds a row with all that is wrong with it.</summary>
    public async ValueTask AddAsync(BookingRow row, IReadOnlyList<FieldFault> faults, CancellationToken cancellationToken)
    {
        _stream ??= await _create(cancellationToken).ConfigureAwait(false);
        _rows++;
        Note(row.Event?.Booking.PropertyId ?? row.FaultyPropertyId);
        for (var i = 0; i < faults.Count; i++)
        {
            Append(row, faults[i], isFirst: i == 0);
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
            if (_complete is not null)
            {
                await _complete(new QuarantineCounts(_rows, _moreProperties ? null : [.. _properties])).ConfigureAwait(false);
            }
        }

        await _json.DisposeAsync().ConfigureAwait(false);
    }

    private void Note(PropertyId? property)
    {
        if (property is { Value: var name } && _properties.Count < QuarantineCounts.MostProperties)
        {
            _properties.Add(name);
        }
        else
        {
            _moreProperties |= property is { Value: var other } && !_properties.Contains(other);
        }
    }

    private void Append(BookingRow row, FieldFault fault, bool isFirst)
    {
        _json.WriteStartObject();
        _json.WriteNumber("row"u8, row.RowNumber);
        _json.WriteString("field"u8, fault.Field);
        _json.WriteString("value"u8, fault.Value);
        _json.WriteString("rule"u8, fault.Rule);
        _json.WriteString("message"u8, fault.Message);
        if (isFirst && row.Event is { } booking)
        {
            _json.WritePropertyName("booking"u8);
            BookingJsonWriter.Write(_json, booking);
        }
        else if (isFirst && row.Fields is { } fields)
        {
            _json.WritePropertyName("booking"u8);
            _json.WriteRawValue(fields);
        }

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
