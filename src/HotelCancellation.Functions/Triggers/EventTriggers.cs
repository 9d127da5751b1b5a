using HotelCancellation.Bookings.Compaction;
using Microsoft.Azure.Functions.Worker;

namespace HotelCancellation.Functions.Triggers;

/// <summary>Timer triggers of the booking events.</summary>
public sealed class EventTriggers(EventCompaction compaction)
{
    /// <summary>Brings the events of the inbox into columnar files, as the Web host does by itself.</summary>
    [Function("compact-events")]
    public Task CompactAsync([TimerTrigger("%Schedules:CompactEvents%")] TimerInfo timer, CancellationToken cancellationToken) =>
        compaction.RunAsync(cancellationToken);
}
