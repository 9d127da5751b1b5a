using HotelCancellation.Platform;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace HotelCancellation.Training;

/// <summary>Registers the training of models.</summary>
public static class TrainingRegistration
{
    /// <summary>Adds the options and the data sets. Needs the platform.</summary>
    public static IServiceCollection AddTraining(this IServiceCollection services)
    {
        services.AddSettings<TrainingOptions>(TrainingOptions.Section);
        services.TryAddSingleton<BlobDataSets>();
        services.TryAddSingleton<BlobHistories>();
        return services;
    }
}
