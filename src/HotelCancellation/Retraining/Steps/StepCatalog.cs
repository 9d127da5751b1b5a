using HotelCancellation.Platform;
using HotelCancellation.Retraining.Workflows;

namespace HotelCancellation.Retraining.Steps;

/// <summary>What a step does.</summary>
/// <typeparam name="TInput">What it needs.</typeparam>
/// <typeparam name="TResult">What comes of it.</typeparam>
internal interface IStep<in TInput, TResult>
{
    /// <summary>Does it. Doing it again, also after having been cut off in the middle, has the effect of once.</summary>
    Task<TResult> RunAsync(string runId, TInput input, CancellationToken cancellationToken);
}

/// <summary>The steps by their names.</summary>
internal sealed class StepCatalog
{
    private readonly Dictionary<string, Func<StepCall, CancellationToken, Task<string>>> _steps = new(StringComparer.Ordinal);

    /// <summary>The names of all steps.</summary>
    public IEnumerable<string> Names => _steps.Keys;

    /// <summary>Adds a step.</summary>
    public StepCatalog Add<TInput, TResult>(string name, IStep<TInput, TResult> step)
    {
        _steps.Add(name, async (call, cancellationToken) => WorkflowJson.Write(await step.RunAsync(call.RunId, WorkflowJson.Read<TInput>(call.Input), cancellationToken)));
        return this;
    }

    /// <summary>Does a step.</summary>
    /// <returns>Its result, JSON.</returns>
    /// <exception cref="InvalidDataException">There is no such step.</exception>
    public Task<string> RunAsync(StepCall call, CancellationToken cancellationToken) =>
        _steps.TryGetValue(call.Step, out var step) ? JobTrace.RunAsync($"step {call.Step}", () => step(call, cancellationToken)) : throw new InvalidDataException($"There is no step '{call.Step}'.");
}
