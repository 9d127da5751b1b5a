using HotelCancellation.Bookings;
using HotelCancellation.Features;
using HotelCancellation.Model;
using HotelCancellation.Training;

namespace HotelCancellation.Tests.Training.Slim;

/// <summary>Trees that were grown, and the rows that they were grown on.</summary>
internal static class GrownTrees
{
    private static readonly Lazy<(FeatureMatrix Rows, SlimEnsemble Trees)> Grown = new(Grow);

    public static FeatureMatrix Rows => Grown.Value.Rows;

    public static SlimEnsemble Trees => Grown.Value.Trees;

    /// <summary>The sums of all rows, walked.</summary>
    public static double[] Scores(TreeEnsemble ensemble) => [.. Enumerable.Range(0, Rows.Rows).Select(i => ensemble.Score(Rows.Row(i)))];

    private static (FeatureMatrix Rows, SlimEnsemble Trees) Grow()
    {
        var bookings = GeneratedBookings.Small;
        var encoder = FeatureEncoderFitter.Fit(FeatureCatalog.Default, [.. bookings.Select(b => b.Booking)], [.. bookings.Select(b => b.Status.IsCancellation())]);
        var rows = FeatureMatrix.AtBooking(encoder, bookings);
        var trees = new LightGbmTrainer(GeneratedBookings.Quick).Train(rows, default);
        return (rows, new SlimEnsemble(trees, trees.LeafValue.Length));
    }
}
