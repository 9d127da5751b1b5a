using System.Collections.Frozen;
using HotelCancellation.Platform.Access;
using Microsoft.IdentityModel.JsonWebTokens;

namespace HotelCancellation.Api.Security.Tokens;

/// <summary>What the claims of a token that is valid say of its caller.</summary>
internal sealed class TokenClaims(TokenOptions options)
{
    private const string AllProperties = "*";
    private const int LongestName = 100;

    /// <summary>How a subject is named, the same for all of its tokens: in Entra the object id, whereas <c>sub</c> differs by application.</summary>
    private static readonly string[] Ids = ["oid", "sub"];

    /// <summary>What people know a subject by: users of version 2 and version 1, then applications of either.</summary>
    private static readonly string[] Names = ["preferred_username", "upn", "unique_name", "name", "app_displayname", "azp", "appid", "client_id"];

    /// <summary>The caller, or null where the token does not name one.</summary>
    public Caller? Read(JsonWebToken token)
    {
        if (First(token, Ids) is not { } id)
        {
            return null;
        }

        var name = First(token, Names) ?? "token";
        return new Caller(id, name.Length <= LongestName ? name : name[..LongestName], Roles(token), Properties(token));
    }

    private ApiRoles Roles(JsonWebToken token)
    {
        var roles = ApiRoles.None;
        foreach (var value in Values(token, options.RolesClaim, options.RolePrefix))
        {
            // One value is one role: what stands there for other applications is no concern of ours.
            roles |= !value.Contains(',', StringComparison.Ordinal) && ApiRolesText.TryParse(value, out var role) ? role : ApiRoles.None;
        }

        return roles;
    }

    private FrozenSet<string>? Properties(JsonWebToken token)
    {
        if (options.PropertiesClaim.Length == 0)
        {
            return null;
        }

        var properties = Values(token, options.PropertiesClaim, options.PropertyPrefix).ToFrozenSet(StringComparer.Ordinal);
        return properties.Contains(AllProperties) ? null : properties;
    }

    private static IEnumerable<string> Values(JsonWebToken token, string claim, string prefix) =>
        token.Claims.Where(c => c.Type == claim && c.Value.StartsWith(prefix, StringComparison.Ordinal)).Select(c => c.Value[prefix.Length..]);

    private static string? First(JsonWebToken token, string[] claims) =>
        claims.Select(claim => token.TryGetPayloadValue<string>(claim, out var value) ? value : null).FirstOrDefault(value => !string.IsNullOrWhiteSpace(value));
}
