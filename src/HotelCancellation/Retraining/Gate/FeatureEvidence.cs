using HotelCancellation.Features;
using HotelCancellation.Model;
using HotelCancellation.Monitoring.Statistics;
using HotelCancellation.Training;

namespace HotelCancellation.Retraining.Gate;

/// <summary>What a feature of a model tells by itself, and how much the model leans on it: a leak shows in both.</summary>
/// <param name="Feature">The feature.</param>
/// <param name="Auc">The area under the curve of its number alone over the rows, whichever way round; 0.5 to 1.</param>
/// <param name="Importance">Its share of the sum of mean absolute contributions, 0 to 1.</param>
public readonly record struct FeatureEvidence(string Feature, double Auc, double Importance)
{
    /// <summary>The evidence of each feature of a model, in the encoder's order.</summary>
    /// <param name="model">The model.</param>
    /// <param name="asked">The bookings and the days.</param>
    /// <param name="outcomes">Whether each was cancelled.</param>
    public static IReadOnlyList<FeatureEvidence> Of(CancellationModel model, IReadOnlyList<BookingAt> asked, IReadOnlyList<bool> outcomes)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(asked);
        var width = model.Encoder.Width;
        var numbers = new float[asked.Count * width];
        Parallel.For(0, asked.Count, i => model.Encoder.Encode(asked[i], numbers.AsSpan(i * width, width)));
        var importance = ModelKnowledge.Importance(model, asked).ToDictionary(x => x.Item1, x => x.Item2, StringComparer.Ordinal);
        var sum = importance.Values.Sum();
        return [.. Enumerable.Range(0, width).AsParallel().AsOrdered().Select(f =>
        {
            var auc = AucInterval.Of([.. Enumerable.Range(0, asked.Count).Select(i => (double)numbers[(i * width) + f])], outcomes).Value;
            var name = model.Encoder.Features[f].Name;
            return new FeatureEvidence(name, double.IsNaN(auc) ? 0.5 : Math.Max(auc, 1 - auc), sum > 0 ? importance[name] / sum : 0);
        })];
    }
}
