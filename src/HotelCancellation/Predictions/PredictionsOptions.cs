using System.ComponentModel.DataAnnotations;

namespace HotelCancellation.Predictions;

/// <summary>When a prediction that was answered is in the log.</summary>
public enum PredictionDurability
{
    /// <summary>Soon after. A process that dies loses what it has not written: see <see cref="PredictionsOptions.FlushSeconds"/> and <see cref="PredictionsOptions.MaxBuffered"/>.</summary>
    Buffered,

    /// <summary>Before it is answered. Nothing answered is lost; each answer waits for storage, and without storage there is none.</summary>
    Acknowledged,

    /// <summary>Never: no log is written.</summary>
    Off,
}

/// <summary>How predictions are logged. Section <c>Predictions</c>.</summary>
public sealed class PredictionsOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Predictions";

    /// <summary>When a prediction that was answered is in the log.</summary>
    /// <value>Default: buffered.</value>
    [EnumDataType(typeof(PredictionDurability), ErrorMessage = "Predictions:Durability must be buffered, acknowledged or off.")]
    public PredictionDurability Durability { get; set; } = PredictionDurability.Buffered;

    /// <summary>The longest time that a record waits for others before it is written, while storage answers.</summary>
    /// <value>Default: 5.</value>
    [Range(1, 300, ErrorMessage = "Predictions:FlushSeconds must be 1 to 300.")]
    public int FlushSeconds { get; set; } = 5;

    /// <summary>Records that are written at once; so many do not wait.</summary>
    /// <value>Default: 2,000.</value>
    [Range(1, 20_000, ErrorMessage = "Predictions:FlushRecords must be 1 to 20000.")]
    public int FlushRecords { get; set; } = 2_000;

    /// <summary>The most records in memory that are not written yet. What comes beyond them is dropped and counted; with acknowledged durability it waits.</summary>
    /// <value>Default: 50,000, some 40 MB.</value>
    [Range(1, 10_000_000, ErrorMessage = "Predictions:MaxBuffered must be 1 to 10000000.")]
    public int MaxBuffered { get; set; } = 50_000;

    /// <summary>The longest that an acknowledged answer waits for room and for its record to be durable; then there is none. A batch waits so long for each of its lines.</summary>
    /// <value>Default: 5.</value>
    [Range(1, 60, ErrorMessage = "Predictions:AcknowledgeSeconds must be 1 to 60.")]
    public int AcknowledgeSeconds { get; set; } = 5;

    /// <summary>The longest that the end of the host waits for storage to take what is left; at most the host's own grace period.</summary>
    /// <value>Default: 10.</value>
    [Range(1, 300, ErrorMessage = "Predictions:StopSeconds must be 1 to 300.")]
    public int StopSeconds { get; set; } = 10;

    /// <summary>The size from which on a file is full. Finding a prediction of the present day reads up to three.</summary>
    /// <value>Default: 16.</value>
    [Range(1, 1_000, ErrorMessage = "Predictions:FileMegabytes must be 1 to 1000.")]
    public int FileMegabytes { get; set; } = 16;

    /// <summary>How often the Web host compacts and removes; 0 is never. Of several hosts, one does it.</summary>
    /// <value>Default: 3,600.</value>
    [Range(0, 86_400, ErrorMessage = "Predictions:IntervalSeconds must be 0 to 86400.")]
    public int IntervalSeconds { get; set; } = 3_600;

    /// <summary>How long after a day's end, UTC, its files are compacted.</summary>
    /// <value>Default: 30.</value>
    [Range(0, 1_440, ErrorMessage = "Predictions:SettleMinutes must be 0 to 1440.")]
    public int SettleMinutes { get; set; } = 30;

    /// <summary>Records that are sorted in memory; more are sorted in parts, in temporary files.</summary>
    /// <value>Default: 50,000, some 40 MB.</value>
    [Range(1_000, 1_000_000, ErrorMessage = "Predictions:RecordsInMemory must be 1000 to 1000000.")]
    public int RecordsInMemory { get; set; } = 50_000;

    /// <summary>How long files stay that a compaction has replaced, for those who are reading them.</summary>
    /// <value>Default: 120.</value>
    [Range(1, 100_000, ErrorMessage = "Predictions:KeepReplacedMinutes must be 1 to 100000.")]
    public int KeepReplacedMinutes { get; set; } = 120;

    /// <summary>How many days of predictions are kept; older days are removed whole.</summary>
    /// <value>Default: 400, so that a month can be compared with the same month a year before.</value>
    [Range(1, 36_500, ErrorMessage = "Predictions:RetentionDays must be 1 to 36500.")]
    public int RetentionDays { get; set; } = 400;

    /// <summary>How long a process that is killed keeps others from compacting and removing.</summary>
    /// <value>Default: 60.</value>
    [Range(15, 60, ErrorMessage = "Predictions:LeaseSeconds must be 15 to 60.")]
    public int LeaseSeconds { get; set; } = 60;
}
