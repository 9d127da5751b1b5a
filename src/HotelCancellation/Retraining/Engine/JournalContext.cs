using HotelCancellation.Retraining.Steps;
using HotelCancellation.Retraining.Workflows;

namespace HotelCancellation.Retraining.Engine;

/// <summary>
/// Runs a workflow by its journal: what is there is answered from it, what is not is done and written. Where something must be waited for, the workflow is left where
/// it is; it begins again from its beginning when it goes on. For one pass of one workflow.
/// </summary>
internal sealed class JournalContext : IWorkflowContext
{
    private const string WaitPrefix = "wait:";
    private readonly TableJournal _journal;
    private readonly StepRunner _runner;
    private readonly TimeProvider _time;
    private readonly RetrainingOptions _options;
    private readonly SortedDictionary<int, JournalEntry> _entries;
    private readonly List<JournalWord> _words;
    private readonly HashSet<string> _heard;
    private readonly CancellationToken _cancellationToken;
    private readonly TaskCompletionSource<Interruption> _interrupted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _position;

    private JournalContext(
        string runId, DateTimeOffset created, TableJournal journal, StepRunner runner, TimeProvider time, RetrainingOptions options,
        SortedDictionary<int, JournalEntry> entries, List<JournalWord> words, CancellationToken cancellationToken)
    {
        (RunId, Now, _journal, _runner, _time, _options, _entries, _cancellationToken) = (runId, created, journal, runner, time, options, entries, cancellationToken);
        _words = [.. words.OrderBy(w => w.Id, StringComparer.Ordinal)];
        _heard = [.. entries.Values.Select(e => e.WordId).OfType<string>()];
    }

    public string RunId { get; }

    public DateTimeOffset Now { get; private set; }

    /// <summary>Words that there were when the journal was read.</summary>
    public int Words => _words.Count;

    /// <summary>Ends when the workflow can go no further in this pass.</summary>
    public Task<Interruption> Interrupted => _interrupted.Task;

    public static async Task<JournalContext> OpenAsync(
        string runId, DateTimeOffset created, TableJournal journal, StepRunner runner, TimeProvider time, RetrainingOptions options, CancellationToken cancellationToken)
    {
        var (entries, words) = await journal.ReadAsync(runId, cancellationToken);
        return new JournalContext(runId, created, journal, runner, time, options, entries, words, cancellationToken);
    }

    public async Task<TResult> StepAsync<TInput, TResult>(string step, TInput input)
    {
        var given = WorkflowJson.Write(input);
        var entry = await EntryAsync(step, given, null);
        while (entry.FinishedAt is null)
        {
            entry = entry.Attempts > _options.MaxAttempts
                ? await ChangeAsync(entry with { FinishedAt = _time.GetUtcNow(), IsFailed = true, Failure = entry.Failure ?? $"The process ended {entry.Attempts - 1} times while it was at this step." })
                : await AttemptAsync(entry, given);
        }

        Now = Later(Now, entry.FinishedAt.Value);
        var answer = entry.IsFailed ? throw new StepFailedException(step, entry.Failure!) : WorkflowJson.Read<StepAnswer>(entry.Result!);
        return answer.Result is { } result ? WorkflowJson.Read<TResult>(result) : throw new RunCancelledException(answer.CancelledBy!, answer.CancelReason!);
    }

    public async Task<TWord?> WaitAsync<TWord>(string name, TimeSpan atMost)
        where TWord : class
    {
        var entry = await EntryAsync(WaitPrefix + name, "", Now + atMost);
        if (entry.FinishedAt is null)
        {
            var word = _words.Find(w => w.Name == name && !_heard.Contains(w.Id));
            if (word is null && _time.GetUtcNow() < entry.DueAt)
            {
                return await LeaveAsync<TWord?>(new Interruption(entry.DueAt, IsLost: false));
            }

            entry = await ChangeAsync(entry with { FinishedAt = word is null ? Later(Now, entry.DueAt!.Value) : _time.GetUtcNow(), Result = word?.Content, WordId = word?.Id });
        }

        _ = entry.WordId is { } heard && _heard.Add(heard);
        Now = Later(Now, entry.FinishedAt!.Value);
        return entry.Result is { } content ? WorkflowJson.Read<TWord>(content) : null;
    }

    /// <summary>The next entry, begun where the workflow gets there for the first time.</summary>
    private async Task<JournalEntry> EntryAsync(string name, string input, DateTimeOffset? due)
    {
        _cancellationToken.ThrowIfCancellationRequested();
        _position++;
        if (!_entries.TryGetValue(_position, out var entry))
        {
            var begun = new JournalEntry { Position = _position, Name = name, Input = input, Attempts = due is null ? 1 : 0, DueAt = due };
            return await _journal.TryBeginAsync(RunId, begun, _cancellationToken) ?? await LostAsync<JournalEntry>();
        }

        if (entry.Name != name)
        {
            throw new InvalidDataException($"The journal of {RunId} has '{entry.Name}' at {_position}, where this program asks for '{name}': the run was begun by another version of the workflow.");
        }

        // Begun by a process that was killed, or left to wait.
        return entry.FinishedAt is null && due is null ? await ChangeAsync(entry with { Attempts = entry.Attempts + 1 }) : entry;
    }

    private async Task<JournalEntry> AttemptAsync(JournalEntry entry, string given)
    {
        try
        {
            // The input as it was when the step was begun: what a workflow makes of the same answers is the same, but a record must show it.
            var answer = await _runner.RunAsync(new StepCall(RunId, entry.Name, given), _cancellationToken);
            return await ChangeAsync(entry with { FinishedAt = _time.GetUtcNow(), Result = WorkflowJson.Write(answer), Failure = null });
        }
        catch (Exception e) when (e is not OperationCanceledException || !_cancellationToken.IsCancellationRequested)
        {
            _runner.Failed(RunId, entry.Name, entry.Attempts, e);
            var failed = await ChangeAsync(entry with { Attempts = entry.Attempts + 1, Failure = e.Message });
            if (failed.Attempts <= _options.MaxAttempts)
            {
                await Task.Delay(_options.RetryDelay(entry.Attempts), _time, _cancellationToken);
            }

            return failed;
        }
    }

    private async Task<JournalEntry> ChangeAsync(JournalEntry entry) =>
        await _journal.TryChangeAsync(RunId, entry, _cancellationToken) ?? await LostAsync<JournalEntry>();

    /// <summary>Another process works at this run.</summary>
    private Task<T> LostAsync<T>() => LeaveAsync<T>(new Interruption(null, IsLost: true));

    private async Task<T> LeaveAsync<T>(Interruption interruption)
    {
        _interrupted.TrySetResult(interruption);
        return await new TaskCompletionSource<T>().Task;
    }

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;
}

/// <summary>Why a pass ended before the workflow did.</summary>
/// <param name="WakeAt">When it can go on without anybody's word, UTC; null where another process works at it.</param>
/// <param name="IsLost">Whether another process works at it.</param>
internal sealed record Interruption(DateTimeOffset? WakeAt, bool IsLost);
