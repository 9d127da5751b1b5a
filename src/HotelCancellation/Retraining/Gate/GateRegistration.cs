using HotelCancellation.Platform;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace HotelCancellation.Retraining.Gate;

/// <summary>Registers the promotion gate.</summary>
public static class GateRegistration
{
    /// <summary>Adds the gate, its options and the timer of rows.</summary>
    public static IServiceCollection AddGate(this IServiceCollection services)
    {
        services.AddSettings<GateOptions>(GateOptions.Section);
        services.TryAddSingleton(provider => new PromotionGate(provider.GetRequiredService<IOptions<GateOptions>>().Value));
        services.TryAddSingleton<RowTimer>();
        return services;
    }
}
