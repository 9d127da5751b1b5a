using HotelCancellation.Platform;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HotelCancellation.Bookings.Ingest;

/// <summary>Registers what takes bookings in.</summary>
public static class IngestRegistration
{
    /// <summary>Adds <see cref="BookingIngest"/>, <see cref="TableBookings"/>, and <see cref="InboxReconciler"/>, which a host runs. Needs the platform.</summary>
    public static IServiceCollection AddIngest(this IServiceCollection services)
    {
        services.AddSettings<IngestOptions>(IngestOptions.Section);
        services.TryAddSingleton<BlobInbox>();
        services.TryAddSingleton<TableBookings>();
        services.TryAddSingleton(p => new BookingIngest(
            p.GetRequiredService<BlobInbox>(), p.GetRequiredService<TableBookings>(), p.GetServices<IBookingObserver>(),
            p.GetRequiredService<HotelCancellationMeter>(), p.GetRequiredService<IOptions<IngestOptions>>()));
        services.TryAddSingleton(p => new InboxReconciler(
            p.GetRequiredService<BlobInbox>(), p.GetRequiredService<BookingIngest>(), p.GetRequiredService<TimeProvider>(),
            p.GetRequiredService<IOptions<IngestOptions>>(), p.GetRequiredService<ILogger<InboxReconciler>>()));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, InboxReconciler>(p => p.GetRequiredService<InboxReconciler>()));
        return services;
    }
}
