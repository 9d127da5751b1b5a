using System.ComponentModel.DataAnnotations;

namespace HotelCancellation.Validation;

/// <summary>How strictly bookings are taken in. Section <c>Validation</c>.</summary>
public sealed class ValidationOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Validation";

    /// <summary>The largest share of rejected rows with which a run goes on to training.</summary>
    /// <value>Default: 0.05.</value>
    [Range(0.0, 1.0, ErrorMessage = "Validation:MaxRejectedShare must be 0 to 1.")]
    public double MaxRejectedShare { get; set; } = 0.05;

    /// <summary>The fewest rows for which the share is looked at: one bad row of ten says little. All of them bad always stops a run.</summary>
    /// <value>Default: 100.</value>
    [Range(1, 1_000_000, ErrorMessage = "Validation:MinRows must be 1 to 1000000.")]
    public int MinRows { get; set; } = 100;

    /// <summary>Days after which the latest status of a file is called old, in the validation report.</summary>
    /// <value>Default: 30.</value>
    [Range(1, 36_500, ErrorMessage = "Validation:FreshDays must be 1 to 36500.")]
    public int FreshDays { get; set; } = 30;

    /// <summary>How many times more or fewer bookings a day may have than the median of the 28 days before it, in the validation report.</summary>
    /// <value>Default: 5.</value>
    [Range(1.5, 1000, ErrorMessage = "Validation:VolumeFactor must be 1.5 to 1000.")]
    public double VolumeFactor { get; set; } = 5;

    /// <summary>A file of expectations to use instead of the built-in one, such as for a currency of larger numbers.</summary>
    /// <value>Default: none.</value>
    public string? ExpectationsFile { get; set; }
}
