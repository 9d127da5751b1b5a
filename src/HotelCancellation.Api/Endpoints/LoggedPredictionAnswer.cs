using System.Text.Json;
using System.Text.Json.Nodes;
using HotelCancellation.Bookings;
using HotelCancellation.Bookings.Writing;
using HotelCancellation.Model;
using HotelCancellation.Predictions;
using HotelCancellation.Serving;

namespace HotelCancellation.Api.Endpoints;

/// <summary>What was said of a booking, by which version, and why.</summary>
internal sealed record LoggedPredictionAnswer
{
    /// <summary>The prediction.</summary>
    public required string PredictionId { get; init; }

    /// <summary>When it was made, UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The hotel.</summary>
    public required string PropertyId { get; init; }

    /// <summary>The booking.</summary>
    public required string BookingId { get; init; }

    /// <summary>The calibrated probability of a cancellation that was said.</summary>
    public required double Probability { get; init; }

    /// <summary>Whether the probability reached the threshold.</summary>
    public required bool WillCancel { get; init; }

    /// <summary>The model's threshold.</summary>
    public required double Threshold { get; init; }

    /// <summary><c>low</c>, <c>medium</c> or <c>high</c>.</summary>
    public required string RiskBand { get; init; }

    /// <summary>The day the booking was asked about.</summary>
    public required DateOnly AsOf { get; init; }

    /// <summary>The version of the model that answered.</summary>
    public required string ModelVersion { get; init; }

    /// <summary><c>champion</c>, <c>canary</c> or <c>shadow</c>.</summary>
    public required string Route { get; init; }

    /// <summary>How long it took, with reading the bookings around.</summary>
    public required double LatencyMilliseconds { get; init; }

    /// <summary>The booking as it was sent, without guest and country, which are not kept.</summary>
    public required RawBooking Booking { get; init; }

    /// <summary>The numbers that the model saw, in the order of its features.</summary>
    public required IReadOnlyList<float> Features { get; init; }

    /// <summary>With explain: mean of the model over its training rows, in log-odds.</summary>
    public double? Baseline { get; init; }

    /// <summary>With explain: every feature, the largest absolute contribution first. Baseline, contributions and calibrationTerm add up to the log-odds of the probability.</summary>
    public IReadOnlyList<Reason>? Reasons { get; init; }

    /// <summary>With explain: what calibration adds, in log-odds.</summary>
    public double? CalibrationTerm { get; init; }

    public static LoggedPredictionAnswer Of(PredictionRecord r, Explanation? explanation) => new()
    {
        PredictionId = r.Id.Value,
        At = new DateTimeOffset(r.At),
        PropertyId = r.Booking.PropertyId.Value,
        BookingId = r.Booking.BookingId.Value,
        Probability = r.Probability,
        WillCancel = r.WillCancel,
        Threshold = r.Threshold,
        RiskBand = r.RiskBand.ToText(),
        AsOf = r.AsOf,
        ModelVersion = r.ModelVersion.Value,
        Route = r.Route.ToText(),
        LatencyMilliseconds = r.Latency.TotalMilliseconds,
        Booking = Raw(r.Booking),
        Features = r.Features,
        Baseline = explanation?.Baseline,
        Reasons = explanation?.Reasons,
        CalibrationTerm = explanation?.CalibrationTerm,
    };

    private static RawBooking Raw(Booking booking)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            BookingJsonWriter.Write(json, new BookingEvent(booking, BookingStatus.Booked, booking.BookedOn));
        }

        // A request has no event: where the booking stood was not asked, and is not kept.
        var fields = JsonNode.Parse(stream.ToArray())!.AsObject();
        fields.Remove("status");
        fields.Remove("statusDate");
        return new RawBooking(fields.ToJsonString());
    }
}
