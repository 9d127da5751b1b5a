using System.ComponentModel.DataAnnotations;

namespace HotelCancellation.Retraining.Calibrations;

/// <summary>When the champion's calibration is refreshed. Section <c>Calibration</c>.</summary>
public sealed class CalibrationOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Calibration";

    /// <summary>Days between two refreshes; 0 for never.</summary>
    /// <value>Default: 7.</value>
    [Range(0, 365, ErrorMessage = "Calibration:EveryDays must be 0 to 365.")]
    public int EveryDays { get; set; } = 7;

    /// <summary>How often the Web host looks whether one is due; 0 is never. Of several hosts, one does it.</summary>
    /// <value>Default: 21,600.</value>
    [Range(0, 604_800, ErrorMessage = "Calibration:IntervalSeconds must be 0 to 604800.")]
    public int IntervalSeconds { get; set; } = 21_600;

    /// <summary>How long a process that is killed keeps others from it.</summary>
    /// <value>Default: 60.</value>
    [Range(15, 60, ErrorMessage = "Calibration:LeaseSeconds must be 15 to 60.")]
    public int LeaseSeconds { get; set; } = 60;
}
