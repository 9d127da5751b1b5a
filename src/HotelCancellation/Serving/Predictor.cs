using HotelCancellation.Bookings;
using HotelCancellation.Features;
using HotelCancellation.Platform;
using HotelCancellation.Predictions;
using HotelCancellation.Registry;

namespace HotelCancellation.Serving;

/// <summary>Answers for one booking. Safe for many threads.</summary>
public sealed class Predictor(TimeProvider time, HotelCancellationMeter meter)
{
    /// <summary>Today, UTC.</summary>
    public DateOnly Today => DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);

    /// <summary>Makes a prediction.</summary>
    /// <param name="bundle">The model; read once from <see cref="ActiveModels"/> and used for the whole request.</param>
    /// <param name="booking">A booking that validation let through.</param>
    /// <param name="asOf">The day it is asked about, or null for <see cref="AsOfRule.Default"/>.</param>
    /// <param name="explain">Whether to say why.</param>
    /// <param name="validationWarnings">What validation warned of.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="asOf"/> breaks <see cref="AsOfRule.Check"/>, which the caller should have asked.</exception>
    public Prediction Predict(ModelBundle bundle, Booking booking, DateOnly? asOf, bool explain, IReadOnlyList<string> validationWarnings)
    {
        ArgumentNullException.ThrowIfNull(bundle);
        ArgumentNullException.ThrowIfNull(validationWarnings);
        if (AsOfRule.Check(booking, asOf) is { } fault)
        {
            throw new ArgumentOutOfRangeException(nameof(asOf), fault.Value, $"asOf {fault.Message}.");
        }

        var start = time.GetTimestamp();
        var now = time.GetUtcNow();
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        var at = new BookingAt(booking, asOf ?? AsOfRule.Default(booking, today));
        var rule = bundle.Model.Rule;
        var probability = bundle.Model.Probability(at);
        var band = rule.Band(probability);
        var prediction = new Prediction
        {
            PredictionId = PredictionId.New(now),
            BookingId = booking.BookingId,
            Probability = probability,
            WillCancel = rule.WillCancel(probability),
            Threshold = rule.Threshold,
            RiskBand = band,
            AsOf = at.AsOf,
            ModelVersion = bundle.Version,
            Warnings = Warnings(bundle.Model.Encoder, booking, today, validationWarnings),
            Explanation = explain ? bundle.Model.Explain(at) : null,
        };
        meter.Predicted(bundle.Version.Value, band.ToText(), time.GetElapsedTime(start), explain);
        return prediction;
    }

    private static IReadOnlyList<string> Warnings(FeatureEncoder encoder, Booking booking, DateOnly today, IReadOnlyList<string> validation)
    {
        var unseen = encoder.Unseen(booking);
        var passed = today > booking.ArrivalDate;
        return unseen.Count == 0 && !passed ? validation : [.. validation, .. unseen, .. passed ? ["arrivalDate: the arrival has passed"] : Array.Empty<string>()];
    }
}
