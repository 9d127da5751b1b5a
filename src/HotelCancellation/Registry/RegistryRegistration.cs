using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace HotelCancellation.Registry;

/// <summary>Registers the model registry.</summary>
public static class RegistryRegistration
{
    /// <summary>Adds <see cref="ModelRegistry"/>.</summary>
    public static IServiceCollection AddRegistry(this IServiceCollection services)
    {
        services.TryAddSingleton<ModelRegistry>();
        return services;
    }
}
