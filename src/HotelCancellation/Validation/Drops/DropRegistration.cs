using HotelCancellation.Platform;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace HotelCancellation.Validation.Drops;

/// <summary>Registers the intake of dropped files.</summary>
public static class DropRegistration
{
    /// <summary>Adds <see cref="DropIntake"/> and <see cref="BlobDrops"/>. Needs the platform, the ingest and the validation.</summary>
    public static IServiceCollection AddDrops(this IServiceCollection services)
    {
        services.AddSettings<DropOptions>(DropOptions.Section);
        services.TryAddSingleton<BlobDrops>();
        services.TryAddSingleton<DropIntake>();
        return services;
    }

    /// <summary>Adds the schedule of a host that is always there; see <see cref="DropOptions.IntervalSeconds"/>.</summary>
    public static IServiceCollection AddDropSchedule(this IServiceCollection services) => services.AddHostedService<DropSchedule>();
}
