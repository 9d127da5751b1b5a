using System.Diagnostics;

namespace HotelCancellation.Platform;

/// <summary>
/// Gives a job that no request has asked for a trace by its name, whatever host runs it. What else goes on in the background (looking for keys, models, runs) has none:
/// it is always the same, and there is so much of it that requests would be left out for it where traces are sampled.
/// </summary>
internal static class JobTrace
{
    private static readonly ActivitySource Source = new(HotelCancellationMeter.Name);

    /// <summary>Runs a job.</summary>
    /// <param name="name">Its name in traces.</param>
    /// <param name="job">What it does.</param>
    public static async Task<T> RunAsync<T>(string name, Func<Task<T>> job)
    {
        using var activity = Source.StartActivity(name);
        try
        {
            return await job();
        }
        catch (Exception e)
        {
            activity?.AddException(e).SetStatus(ActivityStatusCode.Error, e.Message);
            throw;
        }
    }
}
