using HotelCancellation.Platform;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HotelCancellation.Retraining.Calibrations;

/// <summary>Runs <see cref="CalibrationJob"/> every <see cref="CalibrationOptions.IntervalSeconds"/>.</summary>
internal sealed class CalibrationSchedule(CalibrationJob job, TimeProvider time, IOptions<CalibrationOptions> options, ILogger<CalibrationSchedule> logger)
    : JobSchedule("The refresh of the calibration", options.Value.IntervalSeconds, time, logger)
{
    protected override async Task<string?> RunAsync(CancellationToken cancellationToken)
    {
        var record = await job.RunAsync(cancellationToken);
        return record.Result is CalibrationResult.NotDue or CalibrationResult.Busy ? null : $"{record.Result}. {record.Statement}";
    }
}
