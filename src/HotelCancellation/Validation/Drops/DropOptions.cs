using System.ComponentModel.DataAnnotations;

namespace HotelCancellation.Validation.Drops;

/// <summary>How dropped files are taken in. Section <c>Drops</c>.</summary>
public sealed class DropOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Drops";

    /// <summary>How often the Web host looks for files; 0 is never. Of several hosts, one takes them.</summary>
    /// <value>Default: 60.</value>
    [Range(0, 86_400, ErrorMessage = "Drops:IntervalSeconds must be 0 to 86400.")]
    public int IntervalSeconds { get; set; } = 60;

    /// <summary>The largest file that is taken, in MB (1,048,576 bytes). It is read in flat memory; the limit is for time.</summary>
    /// <value>Default: 1,024.</value>
    [Range(1, 100_000, ErrorMessage = "Drops:MaxMegabytes must be 1 to 100000.")]
    public int MaxMegabytes { get; set; } = 1_024;

    /// <summary>How long a file that may still grow, an append blob or an empty one, must have been left alone before it is taken.</summary>
    /// <value>Default: 15.</value>
    [Range(1, 1_440, ErrorMessage = "Drops:QuietMinutes must be 1 to 1440.")]
    public int QuietMinutes { get; set; } = 15;

    /// <summary>How often a file is begun before it is refused: one that ends the process each time must not keep the others waiting for good.</summary>
    /// <value>Default: 5.</value>
    [Range(1, 100, ErrorMessage = "Drops:MaxAttempts must be 1 to 100.")]
    public int MaxAttempts { get; set; } = 5;

    /// <summary>Days that a file stays, with its result, after it was dealt with.</summary>
    /// <value>Default: 30.</value>
    [Range(1, 3_650, ErrorMessage = "Drops:KeepDays must be 1 to 3650.")]
    public int KeepDays { get; set; } = 30;

    /// <summary>How long a process that is killed keeps others from taking files.</summary>
    /// <value>Default: 60.</value>
    [Range(15, 60, ErrorMessage = "Drops:LeaseSeconds must be 15 to 60.")]
    public int LeaseSeconds { get; set; } = 60;
}
