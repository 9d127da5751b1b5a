using HotelCancellation.Api.Security.Tokens;
using HotelCancellation.Platform;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace HotelCancellation.Tests.Api;

public sealed class TokenOptionsTests
{
    private const string Tenant = "https://login.microsoftonline.com/11111111-2222-3333-4444-555555555555/v2.0";

    [Theory]
    [InlineData("")]
    [InlineData("Authority= ; Audiences=")]
    [InlineData($"Authority={Tenant}; Audiences=api://a,b; Issuers=https://sts.windows.net/11111111-2222-3333-4444-555555555555/")]
    [InlineData("Authority=http://127.0.0.1:8080/realms/hotel; Audiences=a")]
    [InlineData("Authority=http://localhost:8080/; Audiences=a; PropertiesClaim=roles; PropertyPrefix=property:")]
    public void Validate_Right_IsTaken(string settings) => Failures(settings).ShouldBeEmpty();

    [Theory]
    [InlineData("Audiences=a", "Access:Tokens:Authority must be set")]
    [InlineData("Issuers=https://issuer.example", "Access:Tokens:Authority must be set")]
    [InlineData($"Authority={Tenant}", "Access:Tokens:Audiences must name")]
    [InlineData($"Authority={Tenant}; Audiences= , ", "Access:Tokens:Audiences must name")]
    [InlineData("Authority=login; Audiences=a", "Access:Tokens:Authority must be an https address")]
    [InlineData("Authority=http://issuer.example/; Audiences=a", "Access:Tokens:Authority must be an https address")]
    [InlineData("Authority=http://10.0.0.1/; Audiences=a", "Access:Tokens:Authority must be an https address")]
    [InlineData("Authority=https://issuer.example/?a=b; Audiences=a", "Access:Tokens:Authority must be an https address")]
    [InlineData("Authority=https://login.microsoftonline.com/common/v2.0; Audiences=a", "Access:Tokens:Authority must name one tenant")]
    [InlineData("Authority=https://login.microsoftonline.com/Organizations; Audiences=a", "Access:Tokens:Authority must name one tenant")]
    [InlineData($"Authority={Tenant}; Audiences=a; Issuers=https://a.example,tenant", "Access:Tokens:Issuers must be addresses with commas between; got 'tenant'")]
    [InlineData($"Authority={Tenant}; Audiences=a; PropertiesClaim=roles", "Access:Tokens:PropertyPrefix must tell")]
    [InlineData($"Authority={Tenant}; Audiences=a; RolesClaim=", "Access:Tokens:RolesClaim must name a claim")]
    [InlineData($"Authority={Tenant}; Audiences=a; ClockSkewSeconds=601", "Access:Tokens:ClockSkewSeconds must be 0 to 600")]
    [InlineData($"Authority={Tenant}; Audiences=a; RefreshSeconds=1", "Access:Tokens:RefreshSeconds must be 60 to 86400")]
    [InlineData($"Authority={Tenant}; Audiences=a; UnknownKeySeconds=0", "Access:Tokens:UnknownKeySeconds must be 1 to 3600")]
    [InlineData($"Authority={Tenant}; Audiences=a; TimeoutSeconds=0", "Access:Tokens:TimeoutSeconds must be 1 to 60")]
    public void Validate_Wrong_IsNamed(string settings, string message) => Failures(settings).ShouldHaveSingleItem().ShouldStartWith(message);

    private static IEnumerable<string> Failures(string settings)
    {
        var values = settings.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(s => s.Split('=', 2))
            .Select(s => KeyValuePair.Create($"{TokenOptions.Section}:{s[0].Trim()}", (string?)s[1]));
        using var services = new ServiceCollection()
            .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(values).Build())
            .AddSettings<TokenOptions>(TokenOptions.Section)
            .BuildServiceProvider();
        try
        {
            _ = services.GetRequiredService<IOptions<TokenOptions>>().Value;
            return [];
        }
        catch (OptionsValidationException e)
        {
            return e.Failures;
        }
    }
}
