using HotelCancellation.Monitoring.Drift;
using HotelCancellation.Platform;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace HotelCancellation.Monitoring;

/// <summary>Registers monitoring.</summary>
public static class MonitoringRegistration
{
    /// <summary>Adds <see cref="DriftJudge"/> and its settings.</summary>
    public static IServiceCollection AddMonitoring(this IServiceCollection services)
    {
        services.AddSettings<MonitoringOptions>(MonitoringOptions.Section);
        services.TryAddSingleton(p => new DriftJudge(p.GetRequiredService<IOptions<MonitoringOptions>>().Value));
        return services;
    }
}
