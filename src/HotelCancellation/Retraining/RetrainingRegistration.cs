using HotelCancellation.Retraining.Calibrations;
using HotelCancellation.Retraining.Gate;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace HotelCancellation.Retraining;

/// <summary>Registers training runs.</summary>
public static class RetrainingRegistration
{
    /// <summary>Adds the training run, the refresh of a calibration and the promotion gate. Needs the bookings' events, the platform, validation, training and the registry.</summary>
    public static IServiceCollection AddRetraining(this IServiceCollection services)
    {
        services.TryAddSingleton<TrainingRun>();
        services.TryAddSingleton<SameRows>();
        services.TryAddSingleton<CalibrationRefresh>();
        services.AddGate();
        return services;
    }
}
