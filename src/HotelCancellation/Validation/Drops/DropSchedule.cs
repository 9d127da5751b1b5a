using HotelCancellation.Platform;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HotelCancellation.Validation.Drops;

/// <summary>Runs <see cref="DropIntake"/> every <see cref="DropOptions.IntervalSeconds"/>.</summary>
internal sealed class DropSchedule(DropIntake intake, HotelCancellationMeter meter, TimeProvider time, IOptions<DropOptions> options, ILogger<DropSchedule> logger)
    : JobSchedule("The intake of dropped files", options.Value.IntervalSeconds, time, logger)
{
    protected override async Task<string?> RunAsync(CancellationToken cancellationToken)
    {
        var summary = await intake.RunAsync(cancellationToken);
        return summary.Files.Count > 0 || summary.Removed > 0 ? summary.ToString() : null;
    }

    protected override void Failed() => meter.Dropped("Failed");
}
