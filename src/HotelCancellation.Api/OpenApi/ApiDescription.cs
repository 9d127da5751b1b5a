using HotelCancellation.Api.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace HotelCancellation.Api.OpenApi;

/// <summary>The contract in OpenAPI: title, how callers authenticate, and what every operation may answer besides.</summary>
internal static class ApiDescription
{
    public static IServiceCollection AddApiDescription(this IServiceCollection services) => services.AddOpenApi("v1", options =>
    {
        options.AddDocumentTransformer(DescribeAsync);
        options.AddOperationTransformer(SecureAsync);
        options.AddOperationTransformer(BookingBody.DescribeAsync);
    });

    private static Task DescribeAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
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
        document.Components.SecuritySchemes[ApiKeyAuthentication.Scheme] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.ApiKey,
            In = ParameterLocation.Header,
            Name = ApiKeyAuthentication.Header,
            Description = $"A key such as hc_…; the header {ApiKeyAuthentication.HeaderAlias} is accepted as an alias.",
        };
        BookingBody.AddSchema(document);
        return Task.CompletedTask;
    }

    private static Task SecureAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        if (metadata.OfType<IAllowAnonymous>().Any() || metadata.OfType<IAuthorizeData>().FirstOrDefault()?.Policy is not { } role)
        {
            return Task.CompletedTask;
        }

        var scheme = new OpenApiSecuritySchemeReference(ApiKeyAuthentication.Scheme, context.Document);
        operation.Security = [new OpenApiSecurityRequirement { [scheme] = [] }];
        operation.Description = $"{operation.Description} Needs the role `{role}`.".Trim();
        operation.Responses ??= [];
        operation.Responses.TryAdd("401", new OpenApiResponse { Description = "No key, or one that is not accepted." });
        operation.Responses.TryAdd("403", new OpenApiResponse { Description = $"The key lacks the role {role}, or is bound to other properties." });
        operation.Responses.TryAdd("429", new OpenApiResponse { Description = "Too many requests; Retry-After says when to try again." });
        return Task.CompletedTask;
    }
}
