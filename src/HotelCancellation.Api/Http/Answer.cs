using System.Reflection;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;

namespace HotelCancellation.Api.Http;

/// <summary>A JSON answer, 200 unless <see cref="Status"/> says otherwise.</summary>
/// <param name="Value">What is answered.</param>
/// <param name="Type">How it is written.</param>
internal sealed record Answer<T>(T Value, JsonTypeInfo<T> Type) : IResult, IStatusCodeHttpResult, IEndpointMetadataProvider
{
    public int Status { get; init; } = StatusCodes.Status200OK;

    /// <summary>The entity tag without its quotes, or null.</summary>
    public string? ETag { get; init; }

    int? IStatusCodeHttpResult.StatusCode => Status;

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(T), ["application/json"]));

    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = Status;
        if (ETag is not null)
        {
            httpContext.Response.Headers.ETag = $"\"{ETag}\"";
        }

        return JsonBody.WriteAsync(httpContext.Response, Value, Type);
    }
}
