using System.ComponentModel.DataAnnotations;

namespace HotelCancellation.Bookings.Compaction;

/// <summary>How booking events are compacted. Section <c>Compaction</c>.</summary>
public sealed class CompactionOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Compaction";

    /// <summary>How often the Web host compacts; 0 is never. Of several hosts, one does it.</summary>
    /// <value>Default: 3,600.</value>
    [Range(0, 86_400, ErrorMessage = "Compaction:IntervalSeconds must be 0 to 86400.")]
    public int IntervalSeconds { get; set; } = 3_600;

    /// <summary>Events that are sorted in memory; more are sorted in parts, in temporary files.</summary>
    /// <value>Default: 50,000, some 60 MB.</value>
    [Range(1_000, 1_000_000, ErrorMessage = "Compaction:EventsInMemory must be 1000 to 1000000.")]
    public int EventsInMemory { get; set; } = 50_000;

    /// <summary>Parts that are merged at once. As soon as there are so many, their files are written and the next events begin new parts.</summary>
    /// <value>Default: 20.</value>
    [Range(1, 200, ErrorMessage = "Compaction:PartsAtOnce must be 1 to 200.")]
    public int PartsAtOnce { get; set; } = 20;

    /// <summary>How long a process that is killed keeps others from compacting.</summary>
    /// <value>Default: 60.</value>
    [Range(15, 60, ErrorMessage = "Compaction:LeaseSeconds must be 15 to 60.")]
    public int LeaseSeconds { get; set; } = 60;

    /// <summary>How long a columnar file stays after another has replaced it, for those who are reading it.</summary>
    /// <value>Default: 120.</value>
    [Range(1, 100_000, ErrorMessage = "Compaction:KeepReplacedMinutes must be 1 to 100000.")]
    public int KeepReplacedMinutes { get; set; } = 120;

    /// <summary>How long a file of the inbox stays after all that it holds is in columnar files.</summary>
    /// <value>Default: 30.</value>
    [Range(1, 3_650, ErrorMessage = "Compaction:KeepInboxDays must be 1 to 3650.")]
    public int KeepInboxDays { get; set; } = 30;
}
