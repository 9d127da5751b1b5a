using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using HotelCancellation.Api.Problems;
using Microsoft.AspNetCore.Http;

namespace HotelCancellation.Api.Http;

/// <summary>Reads a small JSON object out of a request.</summary>
internal static class JsonRequest
{
    private const int MaxBytes = 8 * 1024;
    private const int LongestText = 500;

    /// <summary>Reads it.</summary>
    /// <returns>The object, or what is wrong with the body.</returns>
    public static async Task<(T? Value, ApiProblem? Problem)> ReadAsync<T>(HttpRequest request, JsonTypeInfo<T> type)
        where T : class =>
        BodyDeclaration.Fault(request) is { } undeclared ? (null, undeclared) : await BodyReader.ReadAsync(request, MaxBytes, utf8 => Read(utf8, type));

    /// <summary>What is wrong with a text that must be there; null where nothing is.</summary>
    public static ApiProblem? TextFault(string field, string? text) =>
        string.IsNullOrWhiteSpace(text) || text.Length > LongestText
            ? ApiProblem.Invalid(field, $"is required and must be text of 1 to {LongestText} characters")
            : null;

    private static (T? Value, ApiProblem? Problem) Read<T>(ReadOnlySpan<byte> utf8, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(utf8, type) is { } value ? (value, null) : (null, ApiProblem.BadRequest("The body must be a JSON object."));
        }
        catch (JsonException e)
        {
            var at = e.Path is { Length: > 2 } path ? $" at {path[2..]}" : "";
            return (null, ApiProblem.BadRequest($"The body is no valid JSON for this{at}: line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}."));
        }
    }
}
