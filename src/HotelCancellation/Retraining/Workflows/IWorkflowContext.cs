namespace HotelCancellation.Retraining.Workflows;

/// <summary>
/// All that a workflow may use: steps, waiting, and the time as the engine's record has it. A workflow runs again from its beginning after each interruption and must
/// then ask for the same things in the same order: no clock, no randomness, no I/O, no other tasks.
/// </summary>
public interface IWorkflowContext
{
    /// <summary>The run.</summary>
    string RunId { get; }

    /// <summary>The time of the last thing on record, UTC.</summary>
    DateTimeOffset Now { get; }

    /// <summary>Has a step done, once.</summary>
    /// <param name="step">One of <see cref="Steps.StepNames"/>.</param>
    /// <param name="input">What it needs.</param>
    /// <exception cref="StepFailedException">It failed as often as it may.</exception>
    /// <exception cref="RunCancelledException">Somebody has ended the run.</exception>
    Task<TResult> StepAsync<TInput, TResult>(string step, TInput input);

    /// <summary>Waits for somebody's word.</summary>
    /// <param name="name">What kind of word; letters only.</param>
    /// <param name="atMost">How long.</param>
    /// <returns>The word; null where none came in time.</returns>
    Task<TWord?> WaitAsync<TWord>(string name, TimeSpan atMost)
        where TWord : class;
}

/// <summary>A step failed as often as it may.</summary>
/// <param name="step">The step.</param>
/// <param name="message">What went wrong the last time.</param>
public sealed class StepFailedException(string step, string message) : Exception($"{step}: {message}");

/// <summary>Somebody has ended the run.</summary>
/// <param name="by">Who.</param>
/// <param name="reason">Why.</param>
public sealed class RunCancelledException(string by, string reason) : Exception($"Ended by {by}: {reason}");
