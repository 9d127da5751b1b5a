namespace HotelCancellation.Monitoring.Statistics;

/// <summary>What was estimated of a cohort before its outcomes were known, beside what came of it: how far the estimate can be believed.</summary>
public sealed record EstimateRecord
{
    /// <summary>The first arrival day of the cohort.</summary>
    public required DateOnly From { get; init; }

    /// <summary>The last arrival day of the cohort.</summary>
    public required DateOnly To { get; init; }

    /// <summary>The version that predicted.</summary>
    public required string ModelVersion { get; init; }

    /// <summary>What <see cref="Cbpe"/> expected.</summary>
    public required Performance Estimated { get; init; }

    /// <summary>What came, once all of the cohort had matured.</summary>
    public required Performance Realised { get; init; }

    /// <summary>Realised less estimated; below 0 the model was worse than it said.</summary>
    public double AucError => Realised.Auc - Estimated.Auc;

    /// <summary>Realised less estimated.</summary>
    public double F1Error => Realised.F1 - Estimated.F1;

    /// <summary>Realised less estimated; above 0 the model was worse than it said.</summary>
    public double BrierError => Realised.Brier - Estimated.Brier;

    /// <summary>Realised less estimated.</summary>
    public double AccuracyError => Realised.Accuracy - Estimated.Accuracy;

    /// <summary>Cancellations realised less estimated, as a share of the rows: with calibration gone, this is what goes first.</summary>
    public double RateError => (Realised.Cancellations - Estimated.Cancellations) / Realised.Rows;
}
