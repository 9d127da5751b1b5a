namespace HotelCancellation.Monitoring.Runs;

/// <summary>How a run ended.</summary>
public enum MonitoringResult
{
    /// <summary>A day was judged.</summary>
    Judged,

    /// <summary>The last day that is over has its report already.</summary>
    UpToDate,

    /// <summary>No day of predictions is compacted yet.</summary>
    NoDays,

    /// <summary>There is no champion.</summary>
    NoModel,

    /// <summary>The champion's bundle has nothing to compare with, or is refused.</summary>
    NoReference,

    /// <summary>Another process runs.</summary>
    Busy,

    /// <summary>Another process was faster, or has the lease now; run it again.</summary>
    Conflict,
}

/// <summary>What a run did.</summary>
public sealed record MonitoringSummary
{
    /// <summary>How it ended.</summary>
    public required MonitoringResult Result { get; init; }

    /// <summary>The version.</summary>
    public string? ModelVersion { get; init; }

    /// <summary>The day that is judged.</summary>
    public DateOnly? Day { get; init; }

    /// <summary>Days whose bookings were counted.</summary>
    public int Counted { get; init; }

    /// <summary>What was found.</summary>
    public int Findings { get; init; }

    /// <summary>Alerts that the webhook did not take; the next run sends them again.</summary>
    public int Untold { get; init; }
}
