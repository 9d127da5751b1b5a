using HotelCancellation.Serving;
using Microsoft.Azure.Functions.Worker;

namespace HotelCancellation.Functions.Triggers;

/// <summary>Timer triggers of the models that are being served.</summary>
public sealed class ChampionTriggers(ChampionWatcher watcher)
{
    /// <summary>
    /// Looks whether the champion has changed, as every host's background watcher does every few seconds. The schedule finds the
    /// instances that were frozen or had no storage in between.
    /// </summary>
    [Function("refresh-champion")]
    public Task RefreshAsync([TimerTrigger("%Schedules:RefreshChampion%")] TimerInfo timer, CancellationToken cancellationToken) =>
        watcher.RefreshAsync(cancellationToken);
}
