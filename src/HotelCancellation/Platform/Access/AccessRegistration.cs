using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace HotelCancellation.Platform.Access;

/// <summary>Registers the API's keys.</summary>
public static class AccessRegistration
{
    /// <summary>Adds <see cref="TableApiKeys"/>; needs the platform.</summary>
    public static IServiceCollection AddApiKeys(this IServiceCollection services)
    {
        services.TryAddSingleton<TableApiKeys>();
        return services;
    }

    /// <summary>Adds the keys in memory that a host needs to check callers.</summary>
    public static IServiceCollection AddApiKeyRing(this IServiceCollection services)
    {
        services.AddApiKeys();
        services.AddSettings<AccessOptions>(AccessOptions.Section);
        services.TryAddSingleton<ApiKeyRing>();
        services.AddHostedService(provider => provider.GetRequiredService<ApiKeyRing>());
        return services;
    }
}
