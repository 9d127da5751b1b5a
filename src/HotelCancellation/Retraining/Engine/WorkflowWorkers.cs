using HotelCancellation.Platform;
using HotelCancellation.Retraining.Runs;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HotelCancellation.Retraining.Engine;

/// <summary>Begins runs that were decided on and, unless jobs do, works at retraining runs, in a host that is always there.</summary>
internal sealed class RetrainingWorker(RetrainingRuns runs, JournalEngine engine, TimeProvider time, IOptions<RetrainingOptions> options, ILogger<RetrainingWorker> logger)
    : JobSchedule("Retraining", options.Value.Work ? options.Value.PollSeconds : 0, time, logger)
{
    protected override async Task<string?> RunAsync(CancellationToken cancellationToken)
    {
        var begun = await runs.BeginDecidedAsync(cancellationToken);
        if (options.Value.Train)
        {
            await engine.WorkAsync(RunKind.Retraining, cancellationToken);
        }

        return begun is null ? null : $"run {begun.Id} was begun, {begun.Reason}";
    }
}

/// <summary>Works at rollouts, in a host that is always there: beside retraining runs, which take long.</summary>
internal sealed class RolloutWorker(JournalEngine engine, TimeProvider time, IOptions<RetrainingOptions> options, ILogger<RolloutWorker> logger)
    : JobSchedule("Rollouts", options.Value.Work ? options.Value.PollSeconds : 0, time, logger)
{
    protected override async Task<string?> RunAsync(CancellationToken cancellationToken)
    {
        await engine.WorkAsync(RunKind.Rollout, cancellationToken);
        return null;
    }
}
