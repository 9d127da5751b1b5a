using HotelCancellation.Retraining.Runs;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HotelCancellation.Retraining.Steps;

/// <summary>
/// Does a step by its name, on whatever engine: says in the run's row that it is under way, again and again while it lasts, and ends it when somebody ends the run or
/// it takes too long.
/// </summary>
internal sealed partial class StepRunner(StepCatalog steps, TableRuns runs, TimeProvider time, IOptions<RetrainingOptions> options, ILogger<StepRunner> logger)
{
    private const int Heartbeats = 3;

    /// <summary>Does it.</summary>
    /// <exception cref="TimeoutException">It took longer than <see cref="RetrainingOptions.StepMinutes"/>.</exception>
    public async Task<StepAnswer> RunAsync(StepCall call, CancellationToken cancellationToken)
    {
        var run = await runs.ChangeAsync(call.RunId, r => r.IsEnded ? null : r with { Status = RunStatus.Running, Step = call.Step, Updated = time.GetUtcNow(), WakeAt = null }, cancellationToken)
            ?? throw new InvalidDataException($"There is no run {call.RunId}.");
        var isDoneAnyway = StepNames.IsDoneAnyway(call.Step);
        if (!isDoneAnyway && run.CancelledBy is { } by)
        {
            return new StepAnswer(null, by, run.CancelReason ?? "");
        }

        var limit = TimeSpan.FromMinutes(options.Value.StepMinutes);
        using var tooLong = new CancellationTokenSource(limit, time);
        using var ended = new CancellationTokenSource();
        using var done = new CancellationTokenSource();
        using var any = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, tooLong.Token, ended.Token);
        var beating = BeatAsync(call.RunId, isDoneAnyway ? null : ended, done.Token);
        Log.Begun(logger, call.Step, call.RunId);
        try
        {
            return new StepAnswer(await steps.RunAsync(call, any.Token));
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            var now = await runs.FindAsync(call.RunId, cancellationToken);
            return new StepAnswer(null, now?.CancelledBy ?? "", now?.CancelReason ?? "");
        }
        catch (OperationCanceledException e) when (tooLong.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"It took longer than {limit.TotalMinutes:0} minutes (Retraining:StepMinutes).", e);
        }
        finally
        {
            await done.CancelAsync();
            await beating;
        }
    }

    /// <summary>Notes that an attempt failed.</summary>
    public void Failed(string runId, string step, int attempt, Exception exception) => Log.Failed(logger, exception, step, runId, attempt);

    private async Task BeatAsync(string id, CancellationTokenSource? ended, CancellationToken done)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds((double)options.Value.LeaseSeconds / Heartbeats), time);
        try
        {
            while (await timer.WaitForNextTickAsync(done))
            {
                var run = await runs.ChangeAsync(id, r => r.IsEnded ? null : r with { Updated = time.GetUtcNow() }, done);
                if (run?.CancelledBy is not null && ended is not null)
                {
                    await ended.CancelAsync();
                    return;
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The step is done.
        }
        catch (Platform.StorageUnavailableException e)
        {
            // The step finds out by itself whether it can go on.
            Log.NotHeard(logger, id, e.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Step {Step} of run {Run} has begun.")]
        public static partial void Begun(ILogger logger, string step, string run);

        [LoggerMessage(LogLevel.Warning, "Step {Step} of run {Run} failed in attempt {Attempt}.")]
        public static partial void Failed(ILogger logger, Exception exception, string step, string run, int attempt);

        [LoggerMessage(LogLevel.Warning, "Run {Run} cannot say that it is under way: {Reason}")]
        public static partial void NotHeard(ILogger logger, string run, string reason);
    }
}
