using HotelCancellation.Bookings;
using HotelCancellation.Features;
using HotelCancellation.Model;
using HotelCancellation.Registry;
using HotelCancellation.Retraining;
using HotelCancellation.Training;

namespace HotelCancellation.Benchmarks;

/// <summary>The model of the benchmarks as a bundle: one ensemble of <see cref="BenchPlan.Trees"/> trees of <see cref="BenchPlan.Leaves"/> leaves over what a booking itself says.</summary>
internal static class BenchModel
{
    /// <summary>Trains it on the arrivals before <see cref="BenchPlan.Split"/>.</summary>
    /// <param name="bookings">The bookings.</param>
    /// <param name="by">Who is said to have made it.</param>
    /// <param name="seed">Another seed is another version of the same shape.</param>
    public static BundleDraft Draft(IReadOnlyList<BookingEvent> bookings, string by, int seed)
    {
        var training = BenchPlan.Training with { Seed = seed };
        var set = TrainingSet.Of(bookings);
        var (early, late) = TimeSplit.At(set.Bookings, BenchPlan.Split);
        var encoder = FeatureEncoderFitter.Fit(FeatureCatalog.Default, [.. early.Select(b => b.Booking)], [.. early.Select(b => b.Status.IsCancellation())]);
        var ensemble = new LightGbmTrainer(training).Train(FeatureMatrix.AtBooking(encoder, early), CancellationToken.None);
        var model = new CancellationModel(encoder, ensemble, Calibration.None, new DecisionRule(0.5));
        BookingAt[] asked = [.. late.Select(b => new BookingAt(b.Booking, b.Booking.BookedOn))];
        var result = new TrainingResult
        {
            Model = model,
            Evaluation = Evaluation.Of(late, model.Probabilities(asked)),
            Split = BenchPlan.Split,
            TrainedOnAll = false,
            Set = set,
            RowsTrained = early.Count,
            KnownRows = ModelKnowledge.KnownRows(model, asked),
            Importance = ModelKnowledge.Importance(model, asked),
            Seconds = 0,
        };
        var data = new TrainingData
        {
            Fingerprint = "generated",
            Source = "generated",
            RowsRead = bookings.Count,
            RowsAccepted = bookings.Count,
            RowsQuarantined = 0,
            RowsTrained = early.Count,
            FirstArrival = early[0].Booking.ArrivalDate,
            LastArrival = early[^1].Booking.ArrivalDate,
        };
        return TrainingDraft.Of(result, data, training, by, "benchmark", parent: null);
    }
}
