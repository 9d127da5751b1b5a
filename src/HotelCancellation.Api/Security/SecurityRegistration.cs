using HotelCancellation.Api.Problems;
using HotelCancellation.Api.Security.Tokens;
using HotelCancellation.Platform.Access;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace HotelCancellation.Api.Security;

/// <summary>Authentication by key or token, and one policy a role.</summary>
internal static class SecurityRegistration
{
    public static IServiceCollection AddApiSecurity(this IServiceCollection services)
    {
        services.AddApiKeyRing();
        services.AddTokens();
        // The core alone: AddAuthentication would bring data protection along, which keeps keys on disk that nothing here uses.
        services.AddAuthenticationCore(options =>
        {
            options.DefaultScheme = CallerAuthentication.Scheme;
            options.AddScheme<CallerAuthentication>(CallerAuthentication.Scheme, "API key or token");
        });
        services.AddSingleton<KeyCallers>();
        services.AddTransient<CallerAuthentication>();
        var authorization = services.AddAuthorizationBuilder();
        foreach (var role in new[] { ApiRoles.Predict, ApiRoles.Ingest, ApiRoles.Operate, ApiRoles.Admin })
        {
            authorization.AddPolicy(role.ToText(), policy => policy.RequireAuthenticatedUser().AddRequirements(new RoleRequirement(role)));
        }

        services.AddSingleton<IAuthorizationMiddlewareResultHandler, RefusalHandler>();
        return services;
    }

    /// <summary>Lets only callers with the role in.</summary>
    public static T RequireRole<T>(this T builder, ApiRoles role)
        where T : IEndpointConventionBuilder => builder.RequireAuthorization(role.ToText()).WithMetadata(new NeedsRole(role));

    /// <summary>Says which role a caller lacks.</summary>
    private sealed class RefusalHandler : IAuthorizationMiddlewareResultHandler
    {
        private readonly AuthorizationMiddlewareResultHandler _default = new();

        public Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
        {
            if (authorizeResult.Succeeded)
            {
                return next(context);
            }

            if (authorizeResult.Forbidden && policy.Requirements.OfType<RoleRequirement>().FirstOrDefault() is { } requirement && Caller.Of(context) is { } caller)
            {
                var role = requirement.Role.ToText();
                var has = caller.Roles == ApiRoles.None ? "none" : caller.Roles.ToText();
                return ApiProblem.RoleMissing(role, $"This needs the role '{role}'; the {caller.Credential} has {has}.").ExecuteAsync(context);
            }

            return _default.HandleAsync(next, context, policy, authorizeResult);
        }
    }
}
