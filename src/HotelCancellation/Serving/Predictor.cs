using HotelCancellation.Bookings;
using HotelCancellation.Features;
using HotelCancellation.Features.Store;
using HotelCancellation.Platform;
using HotelCancellation.Predictions;
using HotelCancellation.Registry;

namespace HotelCancellation.Serving;

/// <summary>Answers for one booking. Safe for many threads.</summary>
public sealed class Predictor(IContextSource contexts, TimeProvider time, HotelCancellationMeter meter)
{
    /// <summary>Today, UTC.</summary>
    public DateOnly Today => DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);

    /// <summary>Makes a prediction.</summary>
    /// <param name="bundle">The model; read once from <see cref="ActiveModels"/> and used for the whole request.</param>
    /// <param name="booking">A booking that validation let through.</param>
    /// <param name="asOf">The day it is asked about, or null for <see cref="AsOfRule.Default"/>.</param>
    /// <param name="explain">Whether to say why.</param>
    /// <param name="validationWarnings">What validation warned of.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="asOf"/> breaks <see cref="AsOfRule.Check"/>, which the caller should have asked.</exception>
    public async ValueTask<Prediction> PredictAsync(
        ModelBundle bundle, Booking booking, DateOnly? asOf, bool explain, IReadOnlyList<string> validationWarnings, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(bundle);
        ArgumentNullException.ThrowIfNull(validationWarnings);
        if (AsOfRule.Check(booking, asOf) is { } fault)
        {
            throw new ArgumentOutOfRangeException(nameof(asOf), fault.Value, $"asOf {fault.Message}.");
        }

        var now = time.GetUtcNow();
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        var at = new BookingAt(booking, asOf ?? AsOfRule.Default(booking, today));
        var needsContext = bundle.Model.Encoder.NeedsContext;
        if (needsContext)
        {
            at = at with { Context = await contexts.ContextAsync(booking, at.AsOf, cancellationToken) };
        }

        var start = time.GetTimestamp();
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
            Warnings = Warnings(bundle.Model.Encoder, at, today, validationWarnings),
            Explanation = explain ? bundle.Model.Explain(at) : null,
        };
        meter.Predicted(bundle.Version.Value, band.ToText(), time.GetElapsedTime(start), explain);
        return prediction;
    }

    private static IReadOnlyList<string> Warnings(FeatureEncoder encoder, BookingAt at, DateOnly today, IReadOnlyList<string> validation)
    {
        var unseen = encoder.Unseen(at.Booking);
        var passed = today > at.Booking.ArrivalDate ? "arrivalDate: the arrival has passed" : null;
        var context = !encoder.NeedsContext ? null
            : at.Context is null ? "propertyId: the bookings around this one could not be looked up in time; the prediction is made without them"
            : ContextFeatures.IsCold(at.Context) ? $"propertyId: '{at.Booking.PropertyId}' has too little history by {at.AsOf:yyyy-MM-dd} to say what is usual there"
            : null;
        return unseen.Count == 0 && passed is null && context is null
            ? validation
            : [.. validation, .. unseen, .. new[] { passed, context }.OfType<string>()];
    }
}
