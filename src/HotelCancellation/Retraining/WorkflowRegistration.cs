using HotelCancellation.Monitoring.Runs;
using HotelCancellation.Platform;
using HotelCancellation.Registry;
using HotelCancellation.Retraining.Engine;
using HotelCancellation.Retraining.Runs;
using HotelCancellation.Retraining.Steps;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HotelCancellation.Retraining;

/// <summary>Registers the workflows, their steps and the engine of the journal.</summary>
public static class WorkflowRegistration
{
    /// <summary>Adds them. Needs all stages before, the gate and the runs of monitoring.</summary>
    public static IServiceCollection AddWorkflows(this IServiceCollection services)
    {
        services.AddSettings<RetrainingOptions>(RetrainingOptions.Section);
        services.AddSettings<RolloutOptions>(RolloutOptions.Section);
        services.TryAddSingleton<TableRuns>();
        services.TryAddSingleton<TableJournal>();
        services.TryAddSingleton<RunWords>();
        services.TryAddSingleton<RunData>();
        services.TryAddSingleton<RunTrainings>();
        services.TryAddSingleton<BlobRunFiles>();
        services.TryAddSingleton<RetrainingMetrics>();
        services.TryAddSingleton<RunEnding>();
        services.TryAddSingleton<StuckRuns>();
        services.TryAddSingleton(Steps);
        services.TryAddSingleton<StepRunner>();
        services.TryAddSingleton(p => new RetrainingRuns(
            p.GetRequiredService<TableRuns>(), p.GetRequiredService<TableJournal>(), p.GetRequiredService<KeptReports>(), p.GetRequiredService<TimeProvider>(), p.GetRequiredService<IOptions<RetrainingOptions>>(),
            p.GetRequiredService<IOptions<RolloutOptions>>()));
        services.TryAddSingleton(p => new Rollouts(p.GetRequiredService<TableRuns>(), p.GetRequiredService<RunWords>(), p.GetRequiredService<ModelRegistry>(), p.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton(p => new StepActivity(p.GetRequiredService<StepRunner>()));
        services.TryAddSingleton(p => new RunDispatch(
            p.GetRequiredService<StorageClients>(), p.GetRequiredService<TableRuns>(), p.GetRequiredService<TableJournal>(), p.GetRequiredService<RetrainingRuns>(),
            p.GetRequiredService<RunEnding>(), p.GetRequiredService<StuckRuns>(), p.GetRequiredService<TimeProvider>(), p.GetRequiredService<IOptions<RetrainingOptions>>()));
        services.TryAddSingleton(p => new JournalEngine(
            p.GetRequiredService<StorageClients>(), p.GetRequiredService<TableRuns>(), p.GetRequiredService<TableJournal>(), p.GetRequiredService<StepRunner>(), p.GetRequiredService<RunEnding>(),
            p.GetRequiredService<StuckRuns>(), p.GetRequiredService<TimeProvider>(), p.GetRequiredService<IOptions<RetrainingOptions>>(), p.GetRequiredService<ILogger<JournalEngine>>()));
        return services;
    }

    /// <summary>Adds the workers of a host that is always there; see <see cref="RetrainingOptions.Work"/>.</summary>
    public static IServiceCollection AddWorkflowWorkers(this IServiceCollection services) => services.AddHostedService<RetrainingWorker>().AddHostedService<RolloutWorker>();

    private static StepCatalog Steps(IServiceProvider p) => new StepCatalog()
        .Add(StepNames.Extract, ActivatorUtilities.CreateInstance<ExtractStep>(p))
        .Add(StepNames.Validate, ActivatorUtilities.CreateInstance<ValidateStep>(p))
        .Add(StepNames.Features, ActivatorUtilities.CreateInstance<FeaturesStep>(p))
        .Add(StepNames.Try, ActivatorUtilities.CreateInstance<TryStep>(p))
        .Add(StepNames.Train, ActivatorUtilities.CreateInstance<TrainStep>(p))
        .Add(StepNames.Evaluate, ActivatorUtilities.CreateInstance<EvaluateStep>(p))
        .Add(StepNames.Compare, ActivatorUtilities.CreateInstance<CompareStep>(p))
        .Add(StepNames.Stage, ActivatorUtilities.CreateInstance<StageStep>(p))
        .Add(StepNames.Promote, ActivatorUtilities.CreateInstance<PromoteStep>(p))
        .Add(StepNames.Watch, ActivatorUtilities.CreateInstance<WatchStep>(p))
        .Add(StepNames.RollBack, ActivatorUtilities.CreateInstance<RollBackStep>(p))
        .Add(StepNames.End, ActivatorUtilities.CreateInstance<EndStep>(p));
}
