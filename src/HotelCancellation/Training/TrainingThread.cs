using System.Collections.Concurrent;

namespace HotelCancellation.Training;

/// <summary>
/// The one thread of the process that calls LightGBM. The library keeps a team of OpenMP threads for each thread that has ever called it; where all teams together have more threads
/// than there are processors, they stop spinning for each other, and a training with two threads takes twice as long as it did.
/// </summary>
internal static class TrainingThread
{
    private static readonly BlockingCollection<Action> Work = [];

    private static readonly Lazy<Thread> Only = new(() =>
    {
        var thread = new Thread(Run) { IsBackground = true, Name = "training" };
        thread.Start();
        return thread;
    });

    /// <summary>Does something there, and waits for it. One waits for the other.</summary>
    public static T Do<T>(Func<T> work)
    {
        if (Environment.CurrentManagedThreadId == Only.Value.ManagedThreadId)
        {
            return work();
        }

        var done = new TaskCompletionSource<T>();
        Work.Add(() =>
        {
            try
            {
                done.SetResult(work());
            }
            catch (Exception e)
            {
                done.SetException(e);
            }
        });
        return done.Task.GetAwaiter().GetResult();
    }

    private static void Run()
    {
        foreach (var work in Work.GetConsumingEnumerable())
        {
            work();
        }
    }
}
