using System.Collections.Frozen;
using System.Security.Claims;
using HotelCancellation.Platform.Access;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;

namespace HotelCancellation.Api.Security;

/// <summary>Who calls, by key or by token. One object serves all requests of a key until the keys are read again.</summary>
internal sealed class Caller : ClaimsPrincipal
{
    private AuthenticateResult? _ticket;

    /// <summary>The holder of a key.</summary>
    public Caller(ApiKey key) : this("key", key.Id, key.Name, key.Roles, key.Properties)
    {
    }

    /// <summary>The subject of a token.</summary>
    /// <param name="id">Names it in its directory.</param>
    /// <param name="name">What people know it by.</param>
    /// <param name="roles">What it may do.</param>
    /// <param name="properties">The properties that it is bound to, or null.</param>
    public Caller(string id, string name, ApiRoles roles, FrozenSet<string>? properties) : this("token", id, name, roles, properties)
    {
    }

    private Caller(string credential, string id, string name, ApiRoles roles, FrozenSet<string>? properties)
        : base(new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, id), new Claim(ClaimTypes.Name, name)], CallerAuthentication.Scheme)) =>
        (Credential, Id, DisplayName, Partition, Roles, Properties) = (credential, id, $"{name} ({id})", $"{credential} {id}", roles, properties);

    /// <summary>What the caller has shown: <c>key</c> or <c>token</c>.</summary>
    public string Credential { get; }

    /// <summary>The key's id, or how the token's issuer names the caller.</summary>
    public string Id { get; }

    /// <summary>How the caller is named in the history of models and in logs.</summary>
    public string DisplayName { get; }

    /// <summary>Whose requests count together for limits: a key's, or those of a token's subject, whatever token it sends.</summary>
    public string Partition { get; }

    /// <summary>What the caller may do.</summary>
    public ApiRoles Roles { get; }

    /// <summary>The properties that the caller is bound to, compared ordinally; null where to none.</summary>
    public FrozenSet<string>? Properties { get; }

    /// <summary>The proof that the caller was let in.</summary>
    public AuthenticateResult Ticket => _ticket ??= AuthenticateResult.Success(new AuthenticationTicket(this, CallerAuthentication.Scheme));

    /// <summary>The caller of a request, or null for one without key and token.</summary>
    public static Caller? Of(HttpContext context) => context.User as Caller;

    /// <summary>Whether the caller may see and send what is of the property.</summary>
    public bool Allows(string propertyId) => Properties is null || Properties.Contains(propertyId);
}
