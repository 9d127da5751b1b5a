using System.ComponentModel.DataAnnotations;

namespace HotelCancellation.Bookings.Ingest;

/// <summary>How bookings are taken in. Section <c>Ingest</c>.</summary>
public sealed class IngestOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Ingest";

    /// <summary>The most events that are written together. What is sent at the same time is committed as a group.</summary>
    /// <value>Default: 2,000.</value>
    [Range(1, 10_000, ErrorMessage = "Ingest:MaxEventsPerCommit must be 1 to 10000.")]
    public int MaxEventsPerCommit { get; set; } = 2_000;

    /// <summary>Requests to the table at the same time.</summary>
    /// <value>Default: 8.</value>
    [Range(1, 64, ErrorMessage = "Ingest:Parallelism must be 1 to 64.")]
    public int Parallelism { get; set; } = 8;

    /// <summary>Bookings whose rows are remembered, so that their next event needs no reading.</summary>
    /// <value>Default: 20,000.</value>
    [Range(0, 1_000_000, ErrorMessage = "Ingest:RememberedBookings must be 0 to 1000000.")]
    public int RememberedBookings { get; set; } = 20_000;

    /// <summary>Appends after which a new file is begun. Storage allows 50,000.</summary>
    /// <value>Default: 40,000.</value>
    [Range(1, 49_000, ErrorMessage = "Ingest:AppendsPerFile must be 1 to 49000.")]
    public int AppendsPerFile { get; set; } = 40_000;

    /// <summary>How often events are looked for that were written down and did not reach the table.</summary>
    /// <value>Default: 300.</value>
    [Range(1, 86_400, ErrorMessage = "Ingest:ReconcileSeconds must be 1 to 86400.")]
    public int ReconcileSeconds { get; set; } = 300;

    /// <summary>
    /// How long a file must have been quiet before what it holds is looked for in the table. A writer begins a new file after half of it,
    /// so that a file that has been quiet for so long gets nothing more.
    /// </summary>
    /// <value>Default: 600.</value>
    [Range(1, 86_400, ErrorMessage = "Ingest:QuietSeconds must be 1 to 86400.")]
    public int QuietSeconds { get; set; } = 600;

    /// <summary>Reasons that an answer lists; all of them are in the quarantine.</summary>
    /// <value>Default: 100.</value>
    [Range(0, 10_000, ErrorMessage = "Ingest:MaxReasons must be 0 to 10000.")]
    public int MaxReasons { get; set; } = 100;
}
