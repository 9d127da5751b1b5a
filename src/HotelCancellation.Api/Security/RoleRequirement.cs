using HotelCancellation.Platform.Access;
using Microsoft.AspNetCore.Authorization;

namespace HotelCancellation.Api.Security;

/// <summary>The caller needs a role. Names of policies are the names of roles.</summary>
internal sealed class RoleRequirement(ApiRoles role) : AuthorizationHandler<RoleRequirement>, IAuthorizationRequirement
{
    public ApiRoles Role { get; } = role;

    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, RoleRequirement requirement)
    {
        if (context.User is Caller caller && caller.Roles.Include(requirement.Role))
        {
            context.Succeed(requirement);
        }

        return Task.CompletedTask;
    }
}
