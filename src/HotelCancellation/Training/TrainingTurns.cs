using System.Runtime.ExceptionServices;

namespace HotelCancellation.Training;

/// <summary>
/// Who of a process's trainings may call LightGBM. The number of threads is one variable of the native library: where another training raises it between the making of a data set and its
/// filling, rows are written past the buffers of the threads that were there. So trainings of one thread work side by side, and one of several works alone.
/// </summary>
internal sealed class TrainingTurns
{
    private readonly object _change = new();
    private int _ofOneThread;
    private bool _isAlone;

    /// <summary>Those of this process.</summary>
    public static TrainingTurns OfProcess { get; } = new();

    /// <summary>Does some work when its turn has come.</summary>
    /// <param name="threads">How many threads it will use.</param>
    /// <param name="work">The work.</param>
    public T Take<T>(int threads, Func<T> work)
    {
        Begin(threads);
        try
        {
            return work();
        }
        finally
        {
            End(threads);
        }
    }

    /// <summary>Does pieces of training side by side, as many at once as the settings allow threads.</summary>
    /// <returns>What came of each, in their order.</returns>
    public static T[] Each<T>(TrainingOptions options, params IReadOnlyList<Func<T>> work)
    {
        var results = new T[work.Count];
        try
        {
            Parallel.For(0, work.Count, new ParallelOptions { MaxDegreeOfParallelism = options.Threads == 0 ? Environment.ProcessorCount : options.Threads }, i => results[i] = work[i]());
        }
        catch (AggregateException e)
        {
            // The first of what went wrong, as if one had come after the other.
            ExceptionDispatchInfo.Throw(e.InnerExceptions[0]);
        }

        return results;
    }

    private void Begin(int threads)
    {
        lock (_change)
        {
            while (_isAlone || (threads != 1 && _ofOneThread > 0))
            {
                Monitor.Wait(_change);
            }

            _isAlone = threads != 1;
            _ofOneThread += threads == 1 ? 1 : 0;
        }
    }

    private void End(int threads)
    {
        lock (_change)
        {
            _isAlone = false;
            _ofOneThread -= threads == 1 ? 1 : 0;
            Monitor.PulseAll(_change);
        }
    }
}
