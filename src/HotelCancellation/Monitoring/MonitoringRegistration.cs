using HotelCancellation.Monitoring.Drift;
using HotelCancellation.Monitoring.Judging;
using HotelCancellation.Monitoring.Triggers;
using HotelCancellation.Platform;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace HotelCancellation.Monitoring;

/// <summary>Registers monitoring.</summary>
public static class MonitoringRegistration
{
    /// <summary>Adds the judges, the trigger's policy and their settings.</summary>
    public static IServiceCollection AddMonitoring(this IServiceCollection services)
    {
        services.AddSettings<MonitoringOptions>(MonitoringOptions.Section);
        services.TryAddSingleton(p => new DriftJudge(p.GetRequiredService<IOptions<MonitoringOptions>>().Value));
        services.TryAddSingleton(p => new MonitoringJudge(p.GetRequiredService<IOptions<MonitoringOptions>>().Value));
        services.TryAddSingleton(p => new TriggerPolicy(p.GetRequiredService<IOptions<MonitoringOptions>>().Value));
        return services;
    }
}
