using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace HotelCancellation.Platform;

/// <summary>Registers the clock, the storage clients and the meters.</summary>
public static class PlatformRegistration
{
    /// <summary>Adds the platform.</summary>
    public static IServiceCollection AddPlatform(this IServiceCollection services)
    {
        services.AddSettings<StorageOptions>(StorageOptions.Section);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<StorageClients>();
        services.TryAddSingleton<HotelCancellationMeter>();
        return services;
    }
}
