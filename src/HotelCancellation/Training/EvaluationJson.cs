using System.Text.Json;
using System.Text.Json.Serialization;

namespace HotelCancellation.Training;

/// <summary>The evaluation as a bundle stores it: the same evaluation always gives the same bytes.</summary>
public static class EvaluationJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        NewLine = "\n",
        Converters = { new FiniteConverter() },
    };

    /// <summary>Writes UTF-8 JSON. A metric that does not exist is null.</summary>
    public static byte[] Write(TrainingResult result) => JsonSerializer.SerializeToUtf8Bytes(
        new
        {
            Cohorts = "matured",
            result.Split,
            result.TrainedOnAll,
            AsOf = result.AsOf is { } asOf ? new { asOf.Snapshots, asOf.Bookings, asOf.Open } : null,
            result.Set.MaturedBefore,
            result.Set.Immature,
            result.Set.Unresolved,
            result.Evaluation,
            Importance = result.Importance.Select(i => new { i.Feature, i.MeanContribution }),
        },
        Options);

    /// <summary>Writes what another stage found, as UTF-8 JSON in the same way.</summary>
    internal static byte[] Write<T>(T findings)
        where T : class => JsonSerializer.SerializeToUtf8Bytes(findings, Options);

    private sealed class FiniteConverter : JsonConverter<double>
    {
        public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.Null ? double.NaN : reader.GetDouble();

        public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options)
        {
            if (double.IsFinite(value))
            {
                writer.WriteNumberValue(value);
            }
            else
            {
                writer.WriteNullValue();
            }
        }
    }
}
