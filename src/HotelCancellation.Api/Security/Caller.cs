using System.Security.Claims;
using HotelCancellation.Platform.Access;
using Microsoft.AspNetCore.Http;

namespace HotelCancellation.Api.Security;

/// <summary>Who calls. One object serves all requests of a key until the keys are read again.</summary>
internal sealed class Caller : ClaimsPrincipal
{
    public Caller(ApiKey key) : base(new ClaimsIdentity(
        [new Claim(ClaimTypes.NameIdentifier, key.Id), new Claim(ClaimTypes.Name, key.Name)], ApiKeyAuthentication.Scheme)) => Key = key;

    public ApiKey Key { get; }

    /// <summary>How the caller is named in the history of models and in logs.</summary>
    public string DisplayName => $"{Key.Name} ({Key.Id})";

    /// <summary>The caller of a request, or null for one without a key.</summary>
    public static Caller? Of(HttpContext context) => context.User as Caller;
}
