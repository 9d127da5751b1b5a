using System.Text.Json;
using System.Text.Json.Serialization;
using HotelCancellation.Api.Endpoints;
using HotelCancellation.Api.Problems;
using HotelCancellation.Model;

namespace HotelCancellation.Api;

/// <summary>How everything the API says is written: camelCase, versions as text, nothing for null.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    NumberHandling = JsonNumberHandling.Strict,
    Converters = [typeof(ModelVersionJson), typeof(RawBookingJson)])]
[JsonSerializable(typeof(ApiProblem))]
[JsonSerializable(typeof(PredictionAnswer))]
[JsonSerializable(typeof(LoggedPredictionAnswer))]
[JsonSerializable(typeof(BatchError))]
[JsonSerializable(typeof(BatchFailure))]
[JsonSerializable(typeof(BookingEventAnswer))]
[JsonSerializable(typeof(IntakeAnswer))]
[JsonSerializable(typeof(QuarantineListAnswer))]
[JsonSerializable(typeof(QuarantineAnswer))]
[JsonSerializable(typeof(LiveAnswer))]
[JsonSerializable(typeof(ReadyAnswer))]
[JsonSerializable(typeof(ModelsAnswer))]
[JsonSerializable(typeof(ModelAnswer))]
[JsonSerializable(typeof(ModelComparison))]
[JsonSerializable(typeof(AliasMoveAnswer))]
[JsonSerializable(typeof(AliasRequest))]
[JsonSerializable(typeof(RollbackRequest))]
[JsonSerializable(typeof(RunsAnswer))]
[JsonSerializable(typeof(RunAnswer))]
[JsonSerializable(typeof(RetrainingRequest))]
[JsonSerializable(typeof(ApprovalRequest))]
internal sealed partial class ApiJson : JsonSerializerContext;

/// <summary>The same for predictions alone, without what they do not need: so the generated code writes them by itself, in half the time.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(PredictionAnswer))]
internal sealed partial class PredictionJson : JsonSerializerContext;

/// <summary>A version is its text.</summary>
internal sealed class ModelVersionJson : JsonConverter<ModelVersion>
{
    public override ModelVersion Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetString() ?? "");

    public override void Write(Utf8JsonWriter writer, ModelVersion value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
}

/// <summary>What could be read of a row, JSON as it is.</summary>
internal readonly record struct RawBooking(string Json);

/// <summary>Writes it as it is; it was made by this program's own writer.</summary>
internal sealed class RawBookingJson : JsonConverter<RawBooking>
{
    public override RawBooking Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        return new RawBooking(document.RootElement.GetRawText());
    }

    public override void Write(Utf8JsonWriter writer, RawBooking value, JsonSerializerOptions options) => writer.WriteRawValue(value.Json);
}
