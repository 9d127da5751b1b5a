using HotelCancellation.Monitoring.Triggers;
using HotelCancellation.Platform;

namespace HotelCancellation.Monitoring.Runs;

/// <summary>Decides about trainings that somebody asks for by hand: trouble with the data and the week's budget may forbid them, cool-down and labels do not.</summary>
public sealed class TrainingRequests
{
    private readonly BlobMonitoring _store;
    private readonly TableDecisions _decisions;
    private readonly TriggerPolicy _policy;
    private readonly TimeProvider _time;

    internal TrainingRequests(BlobMonitoring store, TableDecisions decisions, TriggerPolicy policy, TimeProvider time) => (_store, _decisions, _policy, _time) = (store, decisions, policy, time);

    /// <summary>Asks for a training. The decision is kept with its reason before it is returned, and counts against the week's budget where it is to train.</summary>
    /// <param name="by">Who asks.</param>
    /// <param name="reason">Why, in their words.</param>
    /// <param name="propertyGroup">The hotels that are to be trained for; null for all. Trouble with the data of any hotel forbids it: a model learns from all that it is given.</param>
    /// <param name="cancellationToken">Cancels the call; then it may have been decided all the same.</param>
    /// <returns>The decision; <see cref="TriggerOutcome.Train"/>, <see cref="TriggerOutcome.DataTrouble"/> or <see cref="TriggerOutcome.BudgetSpent"/>.</returns>
    /// <exception cref="StorageUnavailableException">Storage does not answer.</exception>
    public async Task<TriggerDecision> RequestTrainingAsync(string by, string reason, string? propertyGroup, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(by);
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        var now = _time.GetUtcNow();
        var (index, _) = await _store.IndexAsync(cancellationToken);
        var report = index.Latest() is { } latest ? await _store.ReportAsync(latest.ModelVersion, latest.Day, cancellationToken) : null;
        var question = new TriggerQuestion { Day = DateOnly.FromDateTime(now.UtcDateTime), Findings = report?.Findings ?? [], NewLabels = 0, ManualBy = by, ManualNote = reason };
        return await _decisions.AskAsync(
            now,
            before =>
            {
                var (decision, state) = _policy.Decide(question, before);
                return (decision with { At = now, PropertyGroup = propertyGroup, ReportDay = report?.Day }, state);
            },
            cancellationToken);
    }
}
