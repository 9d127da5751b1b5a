using HotelCancellation.Retraining.Calibrations;
using Microsoft.Azure.Functions.Worker;

namespace HotelCancellation.Functions.Triggers;

/// <summary>Timer triggers of the champion's calibration.</summary>
public sealed class CalibrationTriggers(CalibrationJob job)
{
    /// <summary>Refreshes the calibration where that is due, as the Web host does by itself; what comes of it goes through the gate and a rollout.</summary>
    [Function("refresh-calibration")]
    public Task RefreshAsync([TimerTrigger("%Schedules:RefreshCalibration%")] TimerInfo timer, CancellationToken cancellationToken) => job.RunAsync(cancellationToken);
}
