namespace HotelCancellation.Api.Limits;

/// <summary>
/// Where batches do their work: in short pieces, of which no more are ready for the processors at once than there are processors, whatever the number of batches. A request for one prediction waits for
/// such a piece at most, not for all that every batch has ready; where there is none, batches have the processors.
/// </summary>
internal sealed class BatchTurns
{
    private readonly TaskScheduler _turns = new ConcurrentExclusiveSchedulerPair(TaskScheduler.Default, Environment.ProcessorCount, maxItemsPerTask: 1).ConcurrentScheduler;

    /// <summary>Does a batch's work; whatever it awaits goes on there too.</summary>
    public Task<T> RunAsync<T>(Func<Task<T>> batch) => Task.Factory.StartNew(batch, CancellationToken.None, TaskCreationOptions.DenyChildAttach, _turns).Unwrap();
}
