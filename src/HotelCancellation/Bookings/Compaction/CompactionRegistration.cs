using HotelCancellation.Bookings.Ingest;
using HotelCancellation.Platform;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HotelCancellation.Bookings.Compaction;

/// <summary>Registers the columnar events.</summary>
public static class CompactionRegistration
{
    /// <summary>Adds <see cref="EventCompaction"/>, <see cref="ColumnarEvents"/> and <see cref="BookingRestore"/>, which needs the ingest. Needs the platform.</summary>
    public static IServiceCollection AddCompaction(this IServiceCollection services)
    {
        services.AddSettings<CompactionOptions>(CompactionOptions.Section);
        services.TryAddSingleton<BlobInboxFiles>();
        services.TryAddSingleton<BlobColumns>();
        services.TryAddSingleton(p => new ColumnarEvents(
            p.GetRequiredService<BlobInboxFiles>(), p.GetRequiredService<BlobColumns>(), p.GetRequiredService<IOptions<CompactionOptions>>()));
        services.TryAddSingleton(p => new EventCompaction(
            p.GetRequiredService<BlobInboxFiles>(), p.GetRequiredService<BlobColumns>(), p.GetRequiredService<HotelCancellationMeter>(),
            p.GetRequiredService<TimeProvider>(), p.GetRequiredService<IOptions<CompactionOptions>>(), p.GetRequiredService<ILogger<EventCompaction>>()));
        services.TryAddSingleton(p => new BookingRestore(p.GetRequiredService<ColumnarEvents>(), p.GetRequiredService<BookingIngest>()));
        return services;
    }

    /// <summary>Adds the schedule of a host that is always there; see <see cref="CompactionOptions.IntervalSeconds"/>.</summary>
    public static IServiceCollection AddCompactionSchedule(this IServiceCollection services) => services.AddHostedService<CompactionSchedule>();
}
