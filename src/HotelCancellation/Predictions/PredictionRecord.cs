using HotelCancellation.Bookings;
using HotelCancellation.Model;

namespace HotelCancellation.Predictions;

/// <summary>What the log keeps of a prediction: what was asked, what was said, and all that is needed to say why once more.</summary>
public sealed record PredictionRecord
{
    /// <summary>The prediction.</summary>
    public required PredictionId Id { get; init; }

    /// <summary>When it was made, UTC, kept to the microsecond.</summary>
    public required DateTime At { get; init; }

    /// <summary>The booking as it was sent. <see cref="Booking.GuestRef"/> and <see cref="Booking.Country"/> are not kept.</summary>
    public required Booking Booking { get; init; }

    /// <summary>The day it was asked about.</summary>
    public required DateOnly AsOf { get; init; }

    /// <summary>The numbers that the model saw, in the order of its encoder.</summary>
    public required float[] Features { get; init; }

    /// <summary>The calibrated probability of a cancellation.</summary>
    public required double Probability { get; init; }

    /// <summary>The model's threshold.</summary>
    public required double Threshold { get; init; }

    /// <summary>Whether the probability reached it.</summary>
    public required bool WillCancel { get; init; }

    /// <summary>The risk band.</summary>
    public required RiskBand RiskBand { get; init; }

    /// <summary>The model's version.</summary>
    public required ModelVersion ModelVersion { get; init; }

    /// <summary>Which of the served models it was.</summary>
    public required PredictionRoute Route { get; init; }

    /// <summary>How long it took, with reading the bookings around; kept to the microsecond.</summary>
    public required TimeSpan Latency { get; init; }

    /// <summary>The record with no more than some parts.</summary>
    internal PredictionRecord Only(RecordParts parts) => parts == RecordParts.All ? this : this with
    {
        Features = parts.HasFlag(RecordParts.Features) ? Features : [],
        Booking = parts.HasFlag(RecordParts.Categories)
            ? Booking
            : Booking with { Meal = "", MarketSegment = "", DistributionChannel = "", ReservedRoomType = "", DepositType = "", CustomerType = "", Agent = null, Company = null },
    };

    /// <summary>The order of the compacted files: by property, booking and id.</summary>
    internal static int Compare(PredictionRecord a, PredictionRecord b)
    {
        var order = string.CompareOrdinal(a.Booking.PropertyId.Value, b.Booking.PropertyId.Value);
        order = order != 0 ? order : string.CompareOrdinal(a.Booking.BookingId.Value, b.Booking.BookingId.Value);
        return order != 0 ? order : string.CompareOrdinal(a.Id.Value, b.Id.Value);
    }
}
