using System.Globalization;
using HotelCancellation.Retraining.Runs;
using HotelCancellation.Retraining.Workflows;

namespace HotelCancellation.Retraining.Engine;

/// <summary>Says something to a run that may wait for it. On every engine the word is kept in the run's journal first; whoever works at the run finds it there.</summary>
internal sealed class RunWords(TableJournal journal, TableRuns runs, TimeProvider time)
{
    /// <summary>Says it, and wakes the run.</summary>
    /// <param name="run">The run.</param>
    /// <param name="name">What kind of word.</param>
    /// <param name="word">The word.</param>
    /// <param name="id">The same word said again, where it may be; null for a word of its own.</param>
    /// <param name="cancellationToken">Ends it; then it may have been said.</param>
    public async Task SayAsync<TWord>(string run, string name, TWord word, string? id, CancellationToken cancellationToken)
    {
        // In the order in which they come, as far as clocks agree.
        var order = time.GetUtcNow().UtcTicks.ToString("D19", CultureInfo.InvariantCulture);
        var key = id is null ? $"{order}-{Guid.NewGuid():N}" : $"9-{id}";
        await journal.SayAsync(run, new JournalWord(key, name, WorkflowJson.Write(word)), cancellationToken);
        await runs.ChangeAsync(run, r => r.IsEnded || r.WakeAt is null ? null : r with { WakeAt = time.GetUtcNow() }, cancellationToken);
    }
}
