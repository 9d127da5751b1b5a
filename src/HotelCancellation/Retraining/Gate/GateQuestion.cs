namespace HotelCancellation.Retraining.Gate;

/// <summary>Champion and challenger, and both on the same rows: all that <see cref="PromotionGate"/> judges by.</summary>
public sealed record GateQuestion
{
    /// <summary>The champion; null where there is none, and rules of their own hold.</summary>
    public GateModel? Champion { get; init; }

    /// <summary>The model that wants to be champion.</summary>
    public required GateModel Challenger { get; init; }

    /// <summary>The first day of the window: no row is asked about as of a day before it, and neither model has learned of it or later.</summary>
    public required DateOnly From { get; init; }

    /// <summary>Arrivals before this day have matured; no row arrives on it or later.</summary>
    public required DateOnly MaturedBefore { get; init; }

    /// <summary>Days that the challenger has learned and the champion has not; 0 where there is no champion, or that is not known.</summary>
    public int NewDays { get; init; }

    /// <summary>How far apart the probabilities of the challenger and of its twin, which is judged in its place, are on average; null where there was nothing to ask them.</summary>
    public double? TwinDistance { get; init; }

    /// <summary>The rows, by day of arrival.</summary>
    public required IReadOnlyList<GateRow> Rows { get; init; }

    /// <summary>The health of the data that the challenger has learned from.</summary>
    public required GateData Data { get; init; }
}

/// <summary>The health of the data that a challenger has learned from.</summary>
/// <param name="IsValid">Whether validation let it through.</param>
/// <param name="OpenAlarms">Alarms about the data that are open, one sentence each.</param>
public sealed record GateData(bool IsValid, IReadOnlyList<string> OpenAlarms)
{
    /// <summary>Nothing is wrong.</summary>
    public static GateData Healthy { get; } = new(true, []);
}
