using HotelCancellation.Predictions;
using Microsoft.Azure.Functions.Worker;

namespace HotelCancellation.Functions.Triggers;

/// <summary>Timer triggers of the prediction log.</summary>
public sealed class PredictionLogTriggers(PredictionCompaction compaction, PredictionRetention retention)
{
    /// <summary>Removes days that are too old and brings those that are over into columns, as the Web host does by itself.</summary>
    [Function("compact-predictions")]
    public async Task CompactAsync([TimerTrigger("%Schedules:CompactPredictions%")] TimerInfo timer, CancellationToken cancellationToken)
    {
        await retention.RunAsync(cancellationToken);
        await compaction.RunAsync(cancellationToken);
    }
}
