using HotelCancellation.Bookings.Compaction;
using HotelCancellation.Platform;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HotelCancellation.Predictions;

/// <summary>Registers the prediction log.</summary>
public static class PredictionsRegistration
{
    /// <summary>Adds the log, which a host runs, its readers and its upkeep. Needs the platform and the columnar events.</summary>
    public static IServiceCollection AddPredictions(this IServiceCollection services)
    {
        services.AddSettings<PredictionsOptions>(PredictionsOptions.Section);
        services.TryAddSingleton<BlobPredictionFiles>();
        services.TryAddSingleton<BlobPredictionDays>();
        services.TryAddSingleton(p => new PredictionLog(
            p.GetRequiredService<BlobPredictionFiles>(), p.GetRequiredService<HotelCancellationMeter>(), p.GetRequiredService<TimeProvider>(),
            p.GetRequiredService<IOptions<PredictionsOptions>>(), p.GetRequiredService<ILogger<PredictionLog>>()));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, PredictionLog>(p => p.GetRequiredService<PredictionLog>()));
        services.TryAddSingleton(p => new LoggedPredictions(
            p.GetRequiredService<BlobPredictionFiles>(), p.GetRequiredService<BlobPredictionDays>(), p.GetRequiredService<IOptions<PredictionsOptions>>()));
        services.TryAddSingleton(p => new RecentPredictions(p.GetRequiredService<BlobPredictionFiles>()));
        services.TryAddSingleton(p => new PredictionOutcomes(p.GetRequiredService<LoggedPredictions>(), p.GetRequiredService<ColumnarEvents>()));
        services.TryAddSingleton(p => new PredictionCompaction(
            p.GetRequiredService<BlobPredictionFiles>(), p.GetRequiredService<BlobPredictionDays>(), p.GetRequiredService<HotelCancellationMeter>(),
            p.GetRequiredService<TimeProvider>(), p.GetRequiredService<IOptions<PredictionsOptions>>(), p.GetRequiredService<ILogger<PredictionCompaction>>()));
        services.TryAddSingleton(p => new PredictionRetention(
            p.GetRequiredService<BlobPredictionFiles>(), p.GetRequiredService<BlobPredictionDays>(), p.GetRequiredService<TimeProvider>(),
            p.GetRequiredService<IOptions<PredictionsOptions>>()));
        return services;
    }

    /// <summary>Adds the schedule of a host that is always there; see <see cref="PredictionsOptions.IntervalSeconds"/>.</summary>
    public static IServiceCollection AddPredictionSchedule(this IServiceCollection services) => services.AddHostedService<PredictionSchedule>();
}
