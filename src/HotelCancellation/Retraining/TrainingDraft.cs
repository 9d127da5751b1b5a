using System.Reflection;
using System.Text.Json;
using HotelCancellation.Model;
using HotelCancellation.Monitoring.References;
using HotelCancellation.Registry;
using HotelCancellation.Training;
using HotelCancellation.Validation;

namespace HotelCancellation.Retraining;

/// <summary>The bundle of a training, with all that is said of it. Whoever trains makes it here, so that the same data, settings and seed are the same version.</summary>
internal static class TrainingDraft
{
    /// <summary>The bundle.</summary>
    /// <param name="result">The training.</param>
    /// <param name="data">What it was trained on; what the training itself knows better is filled in.</param>
    /// <param name="settings">The settings.</param>
    /// <param name="by">Who asked.</param>
    /// <param name="reason">Why.</param>
    /// <param name="parent">The version that it may replace; null for none.</param>
    public static BundleDraft Of(TrainingResult result, TrainingData data, TrainingOptions settings, string by, string reason, ModelVersion? parent) => new()
    {
        Model = result.Model,
        KnownRows = [.. result.KnownRows.Select(r => new KnownRow(r.At.Booking, r.At.AsOf, r.Probability))],
        Data = data with
        {
            RowsTrained = result.RowsTrained,
            FirstArrival = result.Set.Bookings[0].Booking.ArrivalDate,
            LastArrival = result.Set.Bookings[^1].Booking.ArrivalDate,
            Split = result.Split,
            KnownBefore = result.TrainedOnAll ? result.Set.MaturedBefore : result.Split,
        },
        Ranges = ModelSchema.RangesOf(result.Model.Encoder.Features.Select(f => f.Name), result.Set.Bookings.Select(b => b.Booking)),
        Settings = Settings(settings),
        Metrics = result.Evaluation.Overall.ByName().Where(m => double.IsFinite(m.Value)).ToDictionary(StringComparer.Ordinal),
        ModelCard = ModelCard.Write(result),
        Evaluation = EvaluationJson.Write(result),
        Reference = ReferenceFitter.Fit(result)?.ToBytes(),
        CodeVersion = typeof(TrainingDraft).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown",
        By = by,
        Reason = reason,
        Parent = parent,
    };

    // The number of threads changes nothing in the model, so that it is no setting of it.
    private static Dictionary<string, JsonElement> Settings(TrainingOptions options) =>
        JsonSerializer.SerializeToElement(options, JsonSerializerOptions.Web).EnumerateObject().Where(p => !p.Name.Equals(nameof(TrainingOptions.Threads), StringComparison.OrdinalIgnoreCase))
            .ToDictionary(p => p.Name, p => p.Value.Clone(), StringComparer.Ordinal);
}
