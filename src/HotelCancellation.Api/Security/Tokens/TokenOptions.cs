using System.ComponentModel.DataAnnotations;

namespace HotelCancellation.Api.Security.Tokens;

/// <summary>Which bearer tokens are accepted beside keys, and what their claims mean. Section <c>Access:Tokens</c>.</summary>
public sealed class TokenOptions : IValidatableObject
{
    /// <summary>The section's name.</summary>
    public const string Section = "Access:Tokens";

    private const string Shared = "/common /organizations /consumers";

    /// <summary>Whose tokens are accepted: the address under which <c>.well-known/openid-configuration</c> is found, such as <c>https://login.microsoftonline.com/TENANT/v2.0</c>.</summary>
    /// <value>Default: none; no token is accepted.</value>
    public string? Authority { get; set; }

    /// <summary>Who tokens must be for, one or several with commas between: the application's client id, its id URI.</summary>
    /// <value>Default: none; needed with <see cref="Authority"/>.</value>
    public string? Audiences { get; set; }

    /// <summary>More names of the issuer beside the one in its metadata, with commas between: Entra signs tokens of version 1 as <c>https://sts.windows.net/TENANT/</c> with the same keys.</summary>
    /// <value>Default: none.</value>
    public string? Issuers { get; set; }

    /// <summary>The claim that has roles.</summary>
    /// <value>Default: <c>roles</c>.</value>
    [Required(ErrorMessage = "Access:Tokens:RolesClaim must name a claim.")]
    public string RolesClaim { get; set; } = "roles";

    /// <summary>What stands before a role in that claim, such as <c>HotelCancellation.</c>; other values are not ours.</summary>
    /// <value>Default: empty.</value>
    public string RolePrefix { get; set; } = "";

    /// <summary>The claim that has the properties a caller is bound to, one value each, <c>*</c> for all. A token without it is then bound to none, and may see none.</summary>
    /// <value>Default: empty; tokens are not bound to properties.</value>
    public string PropertiesClaim { get; set; } = "";

    /// <summary>What stands before a property in that claim; other values are not ours. Needed where roles are in the same claim.</summary>
    /// <value>Default: empty.</value>
    public string PropertyPrefix { get; set; } = "";

    /// <summary>How far the issuer's clock may be off.</summary>
    /// <value>Default: 60 seconds.</value>
    [Range(0, 600, ErrorMessage = "Access:Tokens:ClockSkewSeconds must be 0 to 600.")]
    public int ClockSkewSeconds { get; set; } = 60;

    /// <summary>How often the issuer's signing keys are read: a key that it has withdrawn is refused at the latest after this time.</summary>
    /// <value>Default: 3,600 seconds.</value>
    [Range(60, 86_400, ErrorMessage = "Access:Tokens:RefreshSeconds must be 60 to 86400.")]
    public int RefreshSeconds { get; set; } = 3600;

    /// <summary>How often at most they are read again because a token names a key that is not among them.</summary>
    /// <value>Default: 30 seconds.</value>
    [Range(1, 3600, ErrorMessage = "Access:Tokens:UnknownKeySeconds must be 1 to 3600.")]
    public int UnknownKeySeconds { get; set; } = 30;

    /// <summary>How long a reading of the keys may take, metadata and keys together.</summary>
    /// <value>Default: 5 seconds.</value>
    [Range(1, 60, ErrorMessage = "Access:Tokens:TimeoutSeconds must be 1 to 60.")]
    public int TimeoutSeconds { get; set; } = 5;

    /// <summary>Whether tokens are accepted at all.</summary>
    internal bool AreAccepted => !string.IsNullOrWhiteSpace(Authority);

    /// <summary>Whether the authority is on this machine, the only kind that may be reached without TLS.</summary>
    internal bool IsLoopback => new Uri(Authority!).IsLoopback;

    /// <summary>Where the issuer's metadata is.</summary>
    internal string MetadataAddress => $"{Authority!.TrimEnd('/')}/.well-known/openid-configuration";

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!AreAccepted)
        {
            // Half of a configuration would silently accept no token.
            if (!string.IsNullOrWhiteSpace(Audiences) || !string.IsNullOrWhiteSpace(Issuers))
            {
                yield return new ValidationResult("Access:Tokens:Authority must be set where Access:Tokens:Audiences or Access:Tokens:Issuers is.");
            }

            yield break;
        }

        if (!Uri.TryCreate(Authority, UriKind.Absolute, out var authority) || authority.Query.Length > 0 || authority.Fragment.Length > 0 || authority.UserInfo.Length > 0
            || !(authority.Scheme == Uri.UriSchemeHttps || (authority.Scheme == Uri.UriSchemeHttp && authority.IsLoopback)))
        {
            yield return new ValidationResult($"Access:Tokens:Authority must be an https address without a query, or http on this machine; got '{Authority}'.");
        }
        else if (Shared.Split(' ').Any(s => $"{authority.AbsolutePath}/".StartsWith($"{s}/", StringComparison.OrdinalIgnoreCase)))
        {
            yield return new ValidationResult($"Access:Tokens:Authority must name one tenant; anybody's would be accepted by '{Authority}'.");
        }

        if (List(Audiences).Length == 0)
        {
            yield return new ValidationResult("Access:Tokens:Audiences must name who tokens are for, where Access:Tokens:Authority is set.");
        }

        if (List(Issuers).FirstOrDefault(i => !Uri.TryCreate(i, UriKind.Absolute, out _)) is { } wrong)
        {
            yield return new ValidationResult($"Access:Tokens:Issuers must be addresses with commas between; got '{wrong}'.");
        }

        if (PropertiesClaim == RolesClaim && (PropertyPrefix.Length == 0 || PropertyPrefix == RolePrefix))
        {
            yield return new ValidationResult("Access:Tokens:PropertyPrefix must tell properties from roles where both are in the same claim.");
        }
    }

    /// <summary>The parts of a text with commas between.</summary>
    internal static string[] List(string? text) => (text ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
