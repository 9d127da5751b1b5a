using HotelCancellation.Bookings;
using HotelCancellation.Bookings.Reading;
using HotelCancellation.Features;
using HotelCancellation.Model.Scoring;
using HotelCancellation.Tests.Building;
using HotelCancellation.Training;
using Microsoft.ML;

namespace HotelCancellation.Tests.Training;

public class FlatEnsembleTests
{
    [Fact]
    public void Score_EveryGeneratedRow_EqualsMlNet() => Compare(GeneratedBookings.Small, new TrainingOptions { Trees = 60 });

    [SkippableFact]
    public async Task Score_EveryRowOfThePublicData_EqualsMlNet()
    {
        await using var file = PublicData.Open();
        var bookings = new List<BookingEvent>();
        await foreach (var row in BookingReader.ReadAsync(file, BookingReadOptions.Default, default))
        {
            bookings.Add(row.Event!);
        }

        bookings.Count.ShouldBe(119_390);
        Compare(bookings, new TrainingOptions { Trees = 400, Leaves = 63 });
    }

    [Fact]
    public void Train_Covers_CountEveryTrainingRowInEveryTree()
    {
        var matrix = Matrix(GeneratedBookings.Small);

        var ensemble = new LightGbmTrainer(GeneratedBookings.Quick).Train(matrix, default);

        foreach (var root in ensemble.Roots)
        {
            ensemble.Cover(root).ShouldBe(matrix.Rows, 1);
        }
    }

    private static void Compare(IReadOnlyList<BookingEvent> bookings, TrainingOptions options)
    {
        var matrix = Matrix(bookings);
        var context = new MLContext(options.Seed);
        var transformer = LightGbmTrainer.Fit(context, new LightGbmTrainer(options).LightGbmOptions(matrix.Rows), LightGbmTrainer.ToDataView(context, matrix, matrix.Rows));

        var ours = TreeExtractor.Extract(transformer.Model.SubModel, matrix, isExplained: false);

        var theirs = LightGbmTrainer.Scores(context, transformer, matrix, matrix.Rows);
        var worst = Enumerable.Range(0, matrix.Rows).Max(i => Math.Abs(ours.Score(matrix.Row(i)) - theirs[i]));
        worst.ShouldBeLessThan(1e-6);

        // The compiled one to the last bit, and so as close to ML.NET.
        var compiled = new double[matrix.Rows];
        CompiledEnsemble.Of(ours).ScoreAll(matrix.Values, compiled);
        Enumerable.Range(0, matrix.Rows).Count(i => compiled[i] != ours.Score(matrix.Row(i))).ShouldBe(0);
    }

    private static FeatureMatrix Matrix(IReadOnlyList<BookingEvent> bookings)
    {
        var encoder = FeatureEncoderFitter.Fit(FeatureCatalog.Default, [.. bookings.Select(b => b.Booking)], [.. bookings.Select(b => b.Status.IsCancellation())]);
        return FeatureMatrix.AtBooking(encoder, bookings);
    }
}
