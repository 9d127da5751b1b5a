// Declarations only, in the namespaces of the Azure Functions worker packages, because some package feeds do not carry
// those packages. With FunctionsWorker=true this folder is left out and the real packages take its place; the function
// classes are the same source in both builds.

namespace Microsoft.DurableTask;

/// <summary>How often and when an activity that failed is called again.</summary>
/// <param name="maxNumberOfAttempts">Calls altogether.</param>
/// <param name="firstRetryInterval">The wait before the second.</param>
/// <param name="backoffCoefficient">What each wait is longer than the one before by.</param>
/// <param name="maxRetryInterval">The longest wait; an hour when not set.</param>
/// <param name="retryTimeout">The longest time altogether; none when not set.</param>
public class RetryPolicy(int maxNumberOfAttempts, TimeSpan firstRetryInterval, double backoffCoefficient = 1.0, TimeSpan? maxRetryInterval = null, TimeSpan? retryTimeout = null)
{
    /// <summary>Calls altogether.</summary>
    public int MaxNumberOfAttempts { get; } = maxNumberOfAttempts;

    /// <summary>The wait before the second.</summary>
    public TimeSpan FirstRetryInterval { get; } = firstRetryInterval;

    /// <summary>What each wait is longer than the one before by.</summary>
    public double BackoffCoefficient { get; } = backoffCoefficient;

    /// <summary>The longest wait.</summary>
    public TimeSpan MaxRetryInterval { get; } = maxRetryInterval ?? TimeSpan.FromHours(1);

    /// <summary>The longest time altogether.</summary>
    public TimeSpan RetryTimeout { get; } = retryTimeout ?? Timeout.InfiniteTimeSpan;
}
