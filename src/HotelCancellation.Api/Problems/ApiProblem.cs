using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Serialization;
using HotelCancellation.Api.Http;
using Microsoft.AspNetCore.Http;

namespace HotelCancellation.Api.Problems;

/// <summary>An error as RFC 9457 has it (<c>application/problem+json</c>), with <see cref="Errors"/> by field.</summary>
public sealed record ApiProblem : IResult, IStatusCodeHttpResult
{
    /// <summary>The media type.</summary>
    public const string MediaType = "application/problem+json";

    /// <summary>What kind of problem it is; the section of RFC 9110 that defines the status.</summary>
    public required string Type { get; init; }

    /// <summary>The kind of problem in words, the same for all of its kind.</summary>
    public required string Title { get; init; }

    /// <summary>The HTTP status.</summary>
    public required int Status { get; init; }

    /// <summary>What is wrong with this very request, and what would be right.</summary>
    public string? Detail { get; init; }

    /// <summary>What is wrong with each field: the value given and what is allowed. The key is empty for the request as a whole.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? Errors { get; init; }

    /// <summary>The role that the caller lacks.</summary>
    public string? MissingRole { get; init; }

    /// <summary>The property that the caller has no access to.</summary>
    public string? Property { get; init; }

    /// <summary>Names the request in logs and traces.</summary>
    public string? TraceId { get; init; }

    /// <summary>When to try again, or null.</summary>
    [JsonIgnore]
    public int? RetryAfterSeconds { get; init; }

    int? IStatusCodeHttpResult.StatusCode => Status;

    /// <summary>400: the request cannot be read.</summary>
    public static ApiProblem BadRequest(string detail) => Of(400, "Bad request", detail);

    /// <summary>400: fields have values that are not allowed.</summary>
    public static ApiProblem Invalid(IReadOnlyDictionary<string, IReadOnlyList<string>> errors) =>
        Of(400, "Values that are not allowed", $"{(errors.Count == 1 ? "One field has" : $"{errors.Count} fields have")} a value that is not allowed; see errors.") with { Errors = errors };

    /// <summary>400: one field has a value that is not allowed.</summary>
    public static ApiProblem Invalid(string field, string message) =>
        Invalid(new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal) { [field] = [message] });

    /// <summary>401: the caller is not known.</summary>
    public static ApiProblem Unauthorized(string detail) => Of(401, "Not authenticated", detail);

    /// <summary>403: the caller lacks a role.</summary>
    public static ApiProblem RoleMissing(string role, string detail) => Of(403, "Not allowed", detail) with { MissingRole = role };

    /// <summary>403: the caller is bound to other properties.</summary>
    public static ApiProblem PropertyNotCovered(string property) =>
        Of(403, "Not allowed", $"The caller has no access to property '{property}'.") with { Property = property };

    /// <summary>404: there is no such thing.</summary>
    public static ApiProblem NotFound(string detail) => Of(404, "Not found", detail);

    /// <summary>409: the state of things does not allow it.</summary>
    public static ApiProblem Conflict(string detail) => Of(409, "Conflict", detail);

    /// <summary>412: somebody else was faster.</summary>
    public static ApiProblem PreconditionFailed(string detail) => Of(412, "Precondition failed", detail);

    /// <summary>413: the body is too large.</summary>
    public static ApiProblem TooLarge(long mostBytes) =>
        Of(413, "Body too large", string.Create(CultureInfo.InvariantCulture, $"The body has more than {mostBytes} bytes, the most that is taken here."));

    /// <summary>429: the caller has made too many requests.</summary>
    public static ApiProblem TooManyRequests(string detail, int retryAfterSeconds) =>
        Of(429, "Too many requests", detail) with { RetryAfterSeconds = retryAfterSeconds };

    /// <summary>503: not now.</summary>
    public static ApiProblem Unavailable(string detail, int retryAfterSeconds) =>
        Of(503, "Not available", detail) with { RetryAfterSeconds = retryAfterSeconds };

    /// <summary>A problem with a status.</summary>
    public static ApiProblem Of(int status, string title, string? detail) =>
        new() { Type = $"https://www.rfc-editor.org/rfc/rfc9110#section-{Section(status)}", Title = title, Status = status, Detail = detail };

    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = Status;
        if (RetryAfterSeconds is { } seconds)
        {
            response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        return JsonBody.WriteAsync(
            response, this with { TraceId = TraceIdOf(httpContext) }, ApiJson.Default.ApiProblem, MediaType);
    }

    /// <summary>What names a request in answers and in logs.</summary>
    internal static string TraceIdOf(HttpContext context) => Activity.Current?.Id ?? context.TraceIdentifier;

    private static string Section(int status) => status switch
    {
        400 => "15.5.1",
        401 => "15.5.2",
        403 => "15.5.4",
        404 => "15.5.5",
        405 => "15.5.6",
        409 => "15.5.10",
        412 => "15.5.13",
        413 => "15.5.14",
        415 => "15.5.16",
        500 => "15.6.1",
        503 => "15.6.4",
        _ => "15",
    };
}
