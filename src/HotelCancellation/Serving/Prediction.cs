using HotelCancellation.Bookings;
using HotelCancellation.Model;
using HotelCancellation.Predictions;

namespace HotelCancellation.Serving;

/// <summary>What is said of one booking.</summary>
public sealed record Prediction
{
    /// <summary>The prediction.</summary>
    public required PredictionId PredictionId { get; init; }

    /// <summary>The booking.</summary>
    public required BookingId BookingId { get; init; }

    /// <summary>The calibrated probability of a cancellation, strictly between 0 and 1.</summary>
    public required double Probability { get; init; }

    /// <summary>Whether <see cref="Probability"/> reaches <see cref="Threshold"/>.</summary>
    public required bool WillCancel { get; init; }

    /// <summary>The model's threshold.</summary>
    public required double Threshold { get; init; }

    /// <summary>The risk band.</summary>
    public required RiskBand RiskBand { get; init; }

    /// <summary>The day the booking was asked about.</summary>
    public required DateOnly AsOf { get; init; }

    /// <summary>The model's version.</summary>
    public required ModelVersion ModelVersion { get; init; }

    /// <summary>What makes the answer less certain, one sentence each.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>Why, when it was asked for.</summary>
    public Explanation? Explanation { get; init; }
}

/// <summary>How risk bands are written.</summary>
public static class RiskBandText
{
    /// <summary><c>low</c>, <c>medium</c> or <c>high</c>.</summary>
    public static string ToText(this RiskBand band) => band switch
    {
        RiskBand.High => "high",
        RiskBand.Medium => "medium",
        _ => "low",
    };
}
