using System.Text.Json;
using System.Text.Json.Serialization;
using HotelCancellation.Bookings;
using HotelCancellation.Model;

namespace HotelCancellation.Registry;

/// <summary>How the files of a bundle are written: the same content always gives the same bytes, and only what was written is read.</summary>
internal static class RegistryJson
{
    /// <summary>For the files of a bundle; a member that this program does not know is refused.</summary>
    public static JsonSerializerOptions Strict { get; } = Create(JsonUnmappedMemberHandling.Disallow);

    /// <summary>For the manifest, whose schema must be readable before anything else is.</summary>
    public static JsonSerializerOptions Lenient { get; } = Create(JsonUnmappedMemberHandling.Skip);

    // What a host reads when it starts is read by BundleJsonReader.
    private static JsonSerializerOptions Create(JsonUnmappedMemberHandling unmapped) => new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        IgnoreReadOnlyProperties = true,
        UnmappedMemberHandling = unmapped,
        AllowDuplicateProperties = false,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        MaxDepth = 32,
        WriteIndented = true,
        NewLine = "\n",
        Converters =
        {
            new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false),
            new TextConverter<ModelVersion>(text => new ModelVersion(text), version => version.Value),
            new TextConverter<BookingId>(text => new BookingId(text), id => id.Value),
            new TextConverter<PropertyId>(text => new PropertyId(text), id => id.Value),
        },
    };

    private sealed class TextConverter<T>(Func<string, T> read, Func<T, string> write) : JsonConverter<T>
        where T : struct
    {
        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.String ? read(reader.GetString()!) : throw new JsonException("A text is expected.");

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(write(value));
    }
}
