using System.Globalization;
using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;

namespace HotelCancellation.Tests.Functions;

/// <summary>Something that an orchestration was answered with.</summary>
/// <param name="Result">The result of an activity, or the word that came; null for a timer that ran out.</param>
/// <param name="Failure">What an activity failed with; null where it did not.</param>
internal sealed record Recorded(string? Result, string? Failure = null);

/// <summary>
/// An orchestration that is answered from a history and then left where the history ends, as the durable worker does when it replays. What it asks for is kept in order.
/// </summary>
internal sealed class RecordedOrchestration(string id, object input, IReadOnlyList<Recorded> history) : TaskOrchestrationContext
{
    private readonly List<string> _asked = [];
    private DateTime _now = new(2026, 5, 1, 0, 0, 0, DateTimeKind.Utc);
    private TaskCompletionSource<string>? _word;
    private int _next;

    public IReadOnlyList<string> Asked => _asked;

    public override TaskName Name => "recorded";

    public override string InstanceId => id;

    public override ParentOrchestrationInstance? Parent => null;

    public override bool IsReplaying => _next < history.Count;

    protected override ILoggerFactory LoggerFactory => throw NotOfAWorkflow();

    public override DateTime CurrentUtcDateTime => _now;

    public override T? GetInput<T>()
        where T : default => (T)input;

    public override Task<TResult> CallActivityAsync<TResult>(TaskName name, object? input = null, TaskOptions? options = null)
    {
        _asked.Add($"{name.Name} {input}");
        if (_next == history.Count)
        {
            return Never<TResult>();
        }

        var recorded = history[_next++];
        _now = _now.AddSeconds(1);
        return recorded.Failure is { } failure ? Task.FromException<TResult>(new TaskFailedException(name.Name, _next, new InvalidOperationException(failure))) : Task.FromResult((TResult)(object)recorded.Result!);
    }

    public override Task<T> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default)
    {
        _asked.Add($"event {eventName}");
        _word = new TaskCompletionSource<string>();
        return (Task<T>)(object)_word.Task;
    }

    public override Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken)
    {
        _asked.Add($"timer {fireAt.ToString("O", CultureInfo.InvariantCulture)}");
        if (_next == history.Count)
        {
            return Never<bool>();
        }

        if (history[_next++].Result is { } word)
        {
            _word!.SetResult(word);
            _now = _now.AddSeconds(1);
            return Never<bool>();
        }

        _now = fireAt;
        return Task.CompletedTask;
    }

    public override void SendEvent(string instanceId, string eventName, object payload) => throw NotOfAWorkflow();

    public override void SetCustomStatus(object? customStatus) => throw NotOfAWorkflow();

    public override Task<TResult> CallSubOrchestratorAsync<TResult>(TaskName orchestratorName, object? input = null, TaskOptions? options = null) => throw NotOfAWorkflow();

    public override void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true) => throw NotOfAWorkflow();

    public override Guid NewGuid() => throw NotOfAWorkflow();

    /// <summary>No workflow asks for it.</summary>
    private static NotSupportedException NotOfAWorkflow() => new("No workflow asks for this.");

    private static Task<T> Never<T>() => new TaskCompletionSource<T>().Task;
}
