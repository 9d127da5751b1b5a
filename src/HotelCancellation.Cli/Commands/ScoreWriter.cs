using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using HotelCancellation.Bookings.Reading;
using HotelCancellation.Model;
using HotelCancellation.Serving;

namespace HotelCancellation.Cli.Commands;

/// <summary>Writes the lines of <c>hotelcancel score</c>, one JSON object each.</summary>
internal sealed class ScoreWriter(Stream output) : IDisposable
{
    private const int FlushBytes = 64 * 1024;
    private readonly MemoryStream _buffer = new(2 * FlushBytes);
    private readonly Utf8JsonWriter _json = new(Stream.Null, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true });

    public async ValueTask WriteAsync(BulkLine line, CancellationToken cancellationToken)
    {
        _json.Reset(_buffer);
        if (line.Prediction is { } prediction)
        {
            JsonSerializer.Serialize(_json, ScoredLine.Of(line.RowNumber, prediction), ScoreJson.Default.ScoredLine);
        }
        else
        {
            JsonSerializer.Serialize(_json, new RefusedLine(line.RowNumber, line.BookingId?.Value, line.Faults), ScoreJson.Default.RefusedLine);
        }

        _buffer.WriteByte((byte)'\n');
        if (_buffer.Length >= FlushBytes)
        {
            await FlushAsync(cancellationToken);
        }
    }

    public async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        await output.WriteAsync(_buffer.GetBuffer().AsMemory(0, (int)_buffer.Length), cancellationToken);
        _buffer.SetLength(0);
    }

    public void Dispose()
    {
        _json.Dispose();
        _buffer.Dispose();
    }
}

/// <summary>A line of <c>hotelcancel score</c>: what is said of a row.</summary>
internal sealed record ScoredLine(
    long Row, string PredictionId, string BookingId, double Probability, bool WillCancel, double Threshold, string RiskBand, DateOnly AsOf, string ModelVersion,
    IReadOnlyList<string> Warnings, double? Baseline, IReadOnlyList<Reason>? Reasons, double? CalibrationTerm)
{
    public static ScoredLine Of(long row, Prediction p) => new(
        row, p.PredictionId.Value, p.BookingId.Value, p.Probability, p.WillCancel, p.Threshold, p.RiskBand.ToText(), p.AsOf, p.ModelVersion.Value,
        p.Warnings, p.Explanation?.Baseline, p.Explanation?.Reasons, p.Explanation?.CalibrationTerm);
}

/// <summary>A line of <c>hotelcancel score</c>: what is wrong with a row.</summary>
internal sealed record RefusedLine(long Row, string? BookingId, IReadOnlyList<FieldFault> Errors);

/// <summary>The same names as <see cref="JsonLine"/> gives.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ScoredLine))]
[JsonSerializable(typeof(RefusedLine))]
internal sealed partial class ScoreJson : JsonSerializerContext;
