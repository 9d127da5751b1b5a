using System.ComponentModel.DataAnnotations;

namespace HotelCancellation.Monitoring.Runs;

/// <summary>When monitoring runs, and how far back it looks. Section <c>MonitoringRuns</c>.</summary>
public sealed class MonitoringRunOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "MonitoringRuns";

    /// <summary>How often the Web host looks for a day to judge; 0 is never. Of several hosts, one does it.</summary>
    /// <value>Default: 3,600.</value>
    [Range(0, 86_400, ErrorMessage = "MonitoringRuns:IntervalSeconds must be 0 to 86400.")]
    public int IntervalSeconds { get; set; } = 3_600;

    /// <summary>How many days of predictions before the judged one are joined with outcomes: the longest time between booking and arrival that counts.</summary>
    /// <value>Default: 400.</value>
    [Range(30, 3_650, ErrorMessage = "MonitoringRuns:LookBackDays must be 30 to 3650.")]
    public int LookBackDays { get; set; } = 400;

    /// <summary>How many days the curves of a report show.</summary>
    /// <value>Default: 120.</value>
    [Range(7, 730, ErrorMessage = "MonitoringRuns:HistoryDays must be 7 to 730.")]
    public int HistoryDays { get; set; } = 120;

    /// <summary>How many days of reports are kept, with their pages and with the counts that they were made of; the newest is always kept.</summary>
    /// <value>Default: 400.</value>
    [Range(30, 3_650, ErrorMessage = "MonitoringRuns:RetentionDays must be 30 to 3650.")]
    public int RetentionDays { get; set; } = 400;

    /// <summary>How long a process that is killed keeps others from running.</summary>
    /// <value>Default: 60.</value>
    [Range(15, 60, ErrorMessage = "MonitoringRuns:LeaseSeconds must be 15 to 60.")]
    public int LeaseSeconds { get; set; } = 60;
}
