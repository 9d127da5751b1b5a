namespace HotelCancellation.TestSupport;

/// <summary>A scheduler with room for one at a time, in the order of their coming, and what happens there between two turns of somebody else.</summary>
internal sealed class TurnTaking
{
    /// <summary>The scheduler.</summary>
    public TaskScheduler Scheduler { get; } = new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler;

    /// <summary>Does a piece of work there beside another that does nothing but wait for its turns.</summary>
    /// <param name="work">The work.</param>
    /// <param name="done">How much of it is done.</param>
    /// <returns>The most that was done between two turns of the other.</returns>
    public async Task<int> MostBetweenAsync(Func<Task> work, Func<int> done)
    {
        var working = OnItAsync(work);
        var most = 0;
        await Task.WhenAll(working, OnItAsync(async () =>
        {
            while (!working.IsCompleted)
            {
                var before = done();
                await Task.Yield();
                most = Math.Max(most, done() - before);
            }
        }));
        return most;
    }

    private Task OnItAsync(Func<Task> work) => Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.None, Scheduler).Unwrap();
}
