using HotelCancellation.Monitoring.Runs;
using HotelCancellation.Platform;
using HotelCancellation.Registry;
using HotelCancellation.Retraining.Gate;
using HotelCancellation.Retraining.Runs;
using HotelCancellation.Retraining.Steps;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace HotelCancellation.Retraining.Calibrations;

/// <summary>Registers the refresh of the calibration as a job.</summary>
public static class CalibrationRegistration
{
    /// <summary>Adds <see cref="CalibrationJob"/>. Needs the workflows and all that they need.</summary>
    public static IServiceCollection AddCalibrations(this IServiceCollection services)
    {
        services.AddSettings<CalibrationOptions>(CalibrationOptions.Section);
        services.TryAddSingleton<BlobCalibrations>();
        services.TryAddSingleton(p => new CalibrationJob(
            p.GetRequiredService<BlobCalibrations>(), p.GetRequiredService<CalibrationRefresh>(), p.GetRequiredService<ModelRegistry>(), p.GetRequiredService<PromotionGate>(),
            p.GetRequiredService<RowTimer>(), p.GetRequiredService<KeptReports>(), p.GetRequiredService<TableRuns>(), ActivatorUtilities.CreateInstance<StageStep>(p),
            p.GetRequiredService<TimeProvider>(), p.GetRequiredService<IOptions<CalibrationOptions>>(), p.GetRequiredService<IOptions<RetrainingOptions>>(), p.GetRequiredService<IOptions<RolloutOptions>>()));
        return services;
    }

    /// <summary>Adds the schedule of a host that is always there; see <see cref="CalibrationOptions.IntervalSeconds"/>.</summary>
    public static IServiceCollection AddCalibrationSchedule(this IServiceCollection services) => services.AddHostedService<CalibrationSchedule>();
}
