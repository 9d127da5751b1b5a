namespace HotelCancellation.Monitoring.Reports;

/// <summary>How fast and how reliably a day's predictions were answered, whichever processes and versions answered them.</summary>
public sealed record ServiceReport
{
    /// <summary>The day, UTC, on which they were asked for.</summary>
    public required DateOnly Day { get; init; }

    /// <summary>Predictions made; of a batch, each of its rows.</summary>
    public required long Predictions { get; init; }

    /// <summary>Requests that ended in an error of ours, status 500 and above; of a batch, the request.</summary>
    public required long Failed { get; init; }

    /// <summary>The failed ones, as a share of both.</summary>
    public required double ErrorRate { get; init; }

    /// <summary>Half of the predictions took no longer, milliseconds, with reading the bookings around; NaN without any.</summary>
    public required double P50Milliseconds { get; init; }

    /// <summary>95 of 100 took no longer.</summary>
    public required double P95Milliseconds { get; init; }

    /// <summary>99 of 100 took no longer.</summary>
    public required double P99Milliseconds { get; init; }

    /// <summary>Predictions that took longer than <see cref="MonitoringOptions.LatencyMilliseconds"/>.</summary>
    public required long Slow { get; init; }

    /// <summary>Whether the 99th percentile is above the setting, by more than chance makes of so many predictions.</summary>
    public required bool IsSlow { get; init; }

    /// <summary>Whether the error rate is above the setting, by more than chance makes of so many requests.</summary>
    public required bool IsFailing { get; init; }
}
