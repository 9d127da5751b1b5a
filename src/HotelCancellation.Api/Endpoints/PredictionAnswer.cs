using HotelCancellation.Model;
using HotelCancellation.Serving;

namespace HotelCancellation.Api.Endpoints;

/// <summary>What is said of one booking.</summary>
internal sealed record PredictionAnswer
{
    /// <summary>In a batch, the row's number in the input, from 1.</summary>
    public long? Row { get; init; }

    /// <summary>Names this answer.</summary>
    public required string PredictionId { get; init; }

    /// <summary>The booking.</summary>
    public required string BookingId { get; init; }

    /// <summary>The calibrated probability of a cancellation, strictly between 0 and 1.</summary>
    public required double Probability { get; init; }

    /// <summary>Whether the probability reaches the threshold.</summary>
    public required bool WillCancel { get; init; }

    /// <summary>The model's threshold.</summary>
    public required double Threshold { get; init; }

    /// <summary><c>low</c>, <c>medium</c> or <c>high</c>.</summary>
    public required string RiskBand { get; init; }

    /// <summary>The day the booking was asked about.</summary>
    public required DateOnly AsOf { get; init; }

    /// <summary>The version of the model that answered.</summary>
    public required string ModelVersion { get; init; }

    /// <summary>What makes the answer less certain, one sentence each.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>Mean of the model over its training rows, in log-odds.</summary>
    public double? Baseline { get; init; }

    /// <summary>Every feature, the largest absolute contribution first. Baseline, contributions and calibrationTerm add up to the log-odds of the probability.</summary>
    public IReadOnlyList<Reason>? Reasons { get; init; }

    /// <summary>What calibration adds, in log-odds.</summary>
    public double? CalibrationTerm { get; init; }

    public static PredictionAnswer Of(Prediction p, long? row = null) => new()
    {
        Row = row,
        PredictionId = p.PredictionId.Value,
        BookingId = p.BookingId.Value,
        Probability = p.Probability,
        WillCancel = p.WillCancel,
        Threshold = p.Threshold,
        RiskBand = p.RiskBand.ToText(),
        AsOf = p.AsOf,
        ModelVersion = p.ModelVersion.Value,
        Warnings = p.Warnings,
        Baseline = p.Explanation?.Baseline,
        Reasons = p.Explanation?.Reasons,
        CalibrationTerm = p.Explanation?.CalibrationTerm,
    };
}

/// <summary>A line of a batch's answer: what is wrong with a row.</summary>
internal sealed record BatchError
{
    /// <summary>The row's number in the input, from 1.</summary>
    public required long Row { get; init; }

    /// <summary>The booking, where it could be read.</summary>
    public string? BookingId { get; init; }

    /// <summary>What is wrong with each field; the key is empty for the row as a whole.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<string>> Errors { get; init; }
}

/// <summary>The last line of a batch's answer where the input broke off: the rows after it have no answer.</summary>
internal sealed record BatchFailure
{
    /// <summary>What broke it off.</summary>
    public required BatchFailureReason Failure { get; init; }
}

/// <summary>What broke a batch off.</summary>
internal sealed record BatchFailureReason
{
    /// <summary>The HTTP status that it would have had before the first line was sent.</summary>
    public required int Status { get; init; }

    /// <summary>The kind of problem.</summary>
    public required string Title { get; init; }

    /// <summary>What is wrong, and what would be right.</summary>
    public required string Detail { get; init; }

    /// <summary>The last row that was answered.</summary>
    public required long AfterRow { get; init; }
}
