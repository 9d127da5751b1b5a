using System.Text.Json;
using System.Text.Json.Nodes;
using HotelCancellation.Api.Problems;
using HotelCancellation.Api.Security;
using HotelCancellation.Api.Security.Tokens;
using HotelCancellation.Model;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace HotelCancellation.Api.OpenApi;

/// <summary>The contract in OpenAPI: title, how callers authenticate, and what every operation may answer besides.</summary>
internal static class ApiDescription
{
    private const string Problem = "Problem";

    public static IServiceCollection AddApiDescription(this IServiceCollection services) => services.AddOpenApi("v1", options =>
    {
        options.AddDocumentTransformer(DescribeAsync);
        options.AddSchemaTransformer(DescribeTypeAsync);
        options.AddOperationTransformer(SecureAsync);
        options.AddOperationTransformer(BookingBody.DescribeAsync);
    });

    private static async Task DescribeAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo
        {
            Title = "HotelCancellation",
            Version = "v1",
            Description = "How likely a hotel booking is to be cancelled, and why. Dates are ISO 8601; errors are application/problem+json with errors by field.",
        };
        document.Servers = [new OpenApiServer { Url = "/" }];
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal);
        document.Components.SecuritySchemes[KeyCallers.Challenge] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.ApiKey,
            In = ParameterLocation.Header,
            Name = KeyCallers.Header,
            Description = $"A key such as hc_…; the header {KeyCallers.HeaderAlias} is accepted as an alias.",
        };
        document.Components.SecuritySchemes[TokenCallers.Challenge] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            BearerFormat = "JWT",
            Description = "A token of the issuer that the installation accepts, such as Entra ID, with the application's roles; instead of a key, not beside one.",
        };
        BookingBody.AddSchema(document);
        document.Components.Schemas![Problem] = await context.GetOrCreateSchemaAsync(typeof(ApiProblem), null, cancellationToken);
        document.Components.Schemas.Remove(nameof(System.Text.Json.JsonElement));
    }

    private static Task DescribeTypeAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        if (context.JsonTypeInfo.Type == typeof(ModelVersion) || context.JsonTypeInfo.Type == typeof(ModelVersion?))
        {
            schema.Type = JsonSchemaType.String;
            schema.Pattern = "^m-[0-9a-f]{12}$";
        }

        if (context.JsonTypeInfo.Type is { IsEnum: true } type && type.Namespace?.StartsWith("HotelCancellation.Monitoring", StringComparison.Ordinal) == true)
        {
            schema.Type = JsonSchemaType.String;
            schema.Enum = [.. Enum.GetNames(type).Select(n => JsonValue.Create(JsonNamingPolicy.CamelCase.ConvertName(n)))];
        }

        if (context.JsonTypeInfo.Type == typeof(RawBooking) || context.JsonTypeInfo.Type == typeof(RawBooking?))
        {
            schema.Type = JsonSchemaType.Object;
            schema.Description = "Fields of a booking; a value that could not be read stands there as text.";
            schema.AdditionalPropertiesAllowed = true;
        }

        return Task.CompletedTask;
    }

    private static Task SecureAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        if (metadata.OfType<IAllowAnonymous>().Any() || metadata.OfType<IAuthorizeData>().FirstOrDefault()?.Policy is not { } role)
        {
            return Task.CompletedTask;
        }

        operation.Security = [Requirement(KeyCallers.Challenge), Requirement(TokenCallers.Challenge)];
        operation.Description = $"{operation.Description} Needs the role `{role}`.".Trim();
        operation.Responses ??= [];
        Add("400", "The request cannot be read, or has values that are not allowed; errors has them by field.");
        Add("401", "No key or token, or one that is not accepted.");
        Add("403", $"The caller lacks the role {role}, or is bound to other properties.");
        Add("429", "Too many requests; Retry-After says when to try again.");
        Add("503", "No model is loaded, or storage does not answer; Retry-After says when to try again.");
        return Task.CompletedTask;

        OpenApiSecurityRequirement Requirement(string scheme) => new() { [new OpenApiSecuritySchemeReference(scheme, context.Document)] = [] };

        void Add(string status, string description) => operation.Responses.TryAdd(status, new OpenApiResponse
        {
            Description = description,
            Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
            {
                [ApiProblem.MediaType] = new OpenApiMediaType { Schema = new OpenApiSchemaReference(Problem, context.Document) },
            },
        });
    }
}
