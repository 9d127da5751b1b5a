using HotelCancellation.Bookings;
using HotelCancellation.Training;
using Microsoft.ML;

namespace HotelCancellation.Benchmarks.Row;

/// <summary>
/// What a user of ML.NET alone would write: one-hot encoding of the categories, <c>Concatenate</c>, LightGBM with the same
/// settings. Its trees are others than the product's, since its columns are; their number and leaves are the same.
/// </summary>
internal static class OneHotPeer
{
    private const string Features = "Features";

    /// <summary>Trains it and makes its engine.</summary>
    public static PredictionEngine<EngineInput, EngineOutput> Train(TrainingOptions options, IReadOnlyList<BookingEvent> bookings)
    {
        var context = new MLContext(options.Seed);
        var data = context.Data.LoadFromEnumerable(bookings.Select(b => EngineInput.Of(b.Booking, b.Status.IsCancellation())));
        var properties = typeof(EngineInput).GetProperties();
        string[] categories = [.. properties.Where(p => p.PropertyType == typeof(string)).Select(p => p.Name)];
        string[] numbers = [.. properties.Where(p => p.PropertyType == typeof(float)).Select(p => p.Name)];
        var model = context.Transforms.Categorical.OneHotEncoding([.. categories.Select(c => new InputOutputColumnPair(c + Features, c))])
            .Append(context.Transforms.Concatenate(Features, [.. numbers, .. categories.Select(c => c + Features)]))
            .Append(context.BinaryClassification.Trainers.LightGbm(new LightGbmTrainer(options).LightGbmOptions(bookings.Count)))
            .Fit(data);
        return context.Model.CreatePredictionEngine<EngineInput, EngineOutput>(model);
    }
}
