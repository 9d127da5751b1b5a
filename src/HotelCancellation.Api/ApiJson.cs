using System.Text.Json;
using System.Text.Json.Serialization;
using HotelCancellation.Api.Endpoints;
using HotelCancellation.Api.Problems;

namespace HotelCancellation.Api;

/// <summary>How everything the API says is written: camelCase, enums as camelCase names, nothing for null.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    GenerationMode = JsonSourceGenerationMode.Metadata | JsonSourceGenerationMode.Serialization)]
[JsonSerializable(typeof(ApiProblem))]
[JsonSerializable(typeof(LiveAnswer))]
internal sealed partial class ApiJson : JsonSerializerContext;
