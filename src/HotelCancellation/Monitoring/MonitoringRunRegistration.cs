using HotelCancellation.Bookings.Compaction;
using HotelCancellation.Monitoring.Alerts;
using HotelCancellation.Monitoring.Judging;
using HotelCancellation.Monitoring.Runs;
using HotelCancellation.Monitoring.Triggers;
using HotelCancellation.Platform;
using HotelCancellation.Predictions;
using HotelCancellation.Registry;
using HotelCancellation.Serving;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Http.Resilience;
using Microsoft.Extensions.Options;
using Polly;

namespace HotelCancellation.Monitoring;

/// <summary>Registers what runs monitoring and keeps what it says.</summary>
public static class MonitoringRunRegistration
{
    // Of one attempt's time: all of them, and the memory of the circuit breaker, which must have room for two.
    private const int AllAttempts = 6;

    /// <summary>Adds the run, its reports and its alerts. Needs the judges, the prediction log, the registry and the columnar events.</summary>
    public static IServiceCollection AddMonitoringRuns(this IServiceCollection services)
    {
        services.AddSettings<MonitoringRunOptions>(MonitoringRunOptions.Section);
        services.AddSettings<AlertOptions>(AlertOptions.Section);
        services.AddWebhook();
        services.TryAddSingleton<BlobMonitoring>();
        services.TryAddSingleton<TableDecisions>();
        services.TryAddSingleton<TableAlerts>();
        services.TryAddSingleton<AlertWebhook>();
        services.TryAddSingleton<AlertDesk>();
        services.TryAddSingleton<MonitoringGauges>();
        services.TryAddSingleton<BookingCounts>();
        services.TryAddSingleton<ServiceCounts>();
        services.TryAddSingleton(p => new OutcomeCounts(p.GetRequiredService<LoggedPredictions>(), p.GetRequiredService<ColumnarEvents>(), p.GetRequiredService<IOptions<MonitoringOptions>>().Value));
        services.TryAddSingleton(p => new KeptReports(p.GetRequiredService<BlobMonitoring>(), p.GetRequiredService<TableDecisions>(), p.GetRequiredService<TableAlerts>()));
        services.TryAddSingleton(p => new TrainingRequests(
            p.GetRequiredService<BlobMonitoring>(), p.GetRequiredService<TableDecisions>(), p.GetRequiredService<TriggerPolicy>(), p.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton(p => new MonitoringRun(
            p.GetRequiredService<ModelRegistry>(), p.GetRequiredService<PastModels>(), p.GetRequiredService<LoggedPredictions>(), p.GetRequiredService<BookingCounts>(),
            p.GetRequiredService<OutcomeCounts>(), p.GetRequiredService<ServiceCounts>(), p.GetRequiredService<MonitoringJudge>(), p.GetRequiredService<TriggerPolicy>(), p.GetRequiredService<BlobMonitoring>(),
            p.GetRequiredService<TableDecisions>(), p.GetRequiredService<AlertDesk>(), p.GetRequiredService<MonitoringGauges>(), p.GetRequiredService<TimeProvider>(),
            p.GetRequiredService<IOptions<MonitoringOptions>>(), p.GetRequiredService<IOptions<MonitoringRunOptions>>()));
        return services;
    }

    /// <summary>Adds the schedule of a host that is always there; see <see cref="MonitoringRunOptions.IntervalSeconds"/>.</summary>
    public static IServiceCollection AddMonitoringSchedule(this IServiceCollection services) => services.AddHostedService<MonitoringSchedule>();

    private static void AddWebhook(this IServiceCollection services)
    {
        services.AddHttpClient(AlertWebhook.Client).AddResilienceHandler(AlertWebhook.Client, (pipeline, context) =>
        {
            var options = context.ServiceProvider.GetRequiredService<IOptions<AlertOptions>>().Value;
            var attempt = TimeSpan.FromSeconds(options.TimeoutSeconds);

            // Another host is waited for by the clock on the wall, whatever clock the days that are judged come from.
            pipeline.TimeProvider = TimeProvider.System;
            pipeline.AddTimeout(AllAttempts * attempt);
            pipeline.AddRetry(new HttpRetryStrategyOptions
            {
                MaxRetryAttempts = options.Retries,
                Delay = TimeSpan.FromMilliseconds(options.RetryMilliseconds),
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
            });
            pipeline.AddCircuitBreaker(new HttpCircuitBreakerStrategyOptions { SamplingDuration = AllAttempts * attempt }).AddTimeout(attempt);
        });
    }
}
