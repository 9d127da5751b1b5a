using HotelCancellation.Platform;
using Microsoft.Extensions.DependencyInjection;

namespace HotelCancellation.Api.Security.Tokens;

/// <summary>Registers tokens beside keys.</summary>
internal static class TokenRegistration
{
    private const int MostBytes = 1024 * 1024;

    public static IServiceCollection AddTokens(this IServiceCollection services)
    {
        services.AddSettings<TokenOptions>(TokenOptions.Section);
        services.AddHttpClient(IssuerKeys.Client, client => client.MaxResponseContentBufferSize = MostBytes)

            // Keys come from where the settings say, and from nowhere that an answer leads to.
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false });
        services.AddSingleton<IssuerKeys>();
        services.AddHostedService(provider => provider.GetRequiredService<IssuerKeys>());
        services.AddSingleton<TokenCallers>();
        return services;
    }
}
