using HotelCancellation.Validation.Drops;
using Microsoft.Azure.Functions.Worker;

namespace HotelCancellation.Functions.Triggers;

/// <summary>Timer triggers of files that are dropped into the container.</summary>
public sealed class DropTriggers(DropIntake intake)
{
    /// <summary>Takes in what was dropped, as the Web host does by itself.</summary>
    [Function("take-drops")]
    public Task TakeAsync([TimerTrigger("%Schedules:TakeDrops%")] TimerInfo timer, CancellationToken cancellationToken) => intake.RunAsync(cancellationToken);
}
