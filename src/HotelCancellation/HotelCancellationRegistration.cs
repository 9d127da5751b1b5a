using HotelCancellation.Bookings.Compaction;
using HotelCancellation.Bookings.Ingest;
using HotelCancellation.Features.Store;
using HotelCancellation.Monitoring;
using HotelCancellation.Platform;
using HotelCancellation.Platform.Access;
using HotelCancellation.Predictions;
using HotelCancellation.Registry;
using HotelCancellation.Retraining;
using HotelCancellation.Retraining.Calibrations;
using HotelCancellation.Retraining.Gate;
using HotelCancellation.Serving;
using HotelCancellation.Training;
using HotelCancellation.Validation;
using HotelCancellation.Validation.Drops;
using Microsoft.Extensions.DependencyInjection;

namespace HotelCancellation;

/// <summary>Registers every stage.</summary>
public static class HotelCancellationRegistration
{
    /// <summary>Adds the whole product but for its HTTP surface.</summary>
    public static IServiceCollection AddHotelCancellation(this IServiceCollection services) => services
        .AddPlatform()
        .AddApiKeys()
        .AddIngest()
        .AddCompaction()
        .AddFeatureStore()
        .AddValidation()
        .AddDrops()
        .AddTraining()
        .AddRegistry()
        .AddPredictions()
        .AddServing()
        .AddMonitoring()
        .AddMonitoringRuns()
        .AddRetraining()
        .AddGate()
        .AddWorkflows()
        .AddCalibrations();
}
