using System.Globalization;
using HotelCancellation.Registry;

namespace HotelCancellation.Api.Endpoints;

/// <summary>Puts the metrics of two versions side by side, and says whether that is fair.</summary>
internal static class ModelComparer
{
    public static ModelComparison Compare(ModelManifest a, ModelManifest b)
    {
        var (same, statement) = Rows(a.Data, b.Data);
        return new ModelComparison
        {
            A = new ComparedModel(a.Version, a.Created, a.Data),
            B = new ComparedModel(b.Version, b.Created, b.Data),
            SameRows = same,
            Statement = statement,
            Metrics = [.. a.Metrics.Keys.Union(b.Metrics.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(name => Metric(name, a, b))],
        };
    }

    // The evaluation rows follow from the accepted rows and the day from which arrivals were kept back.
    private static (bool Same, string Statement) Rows(TrainingData a, TrainingData b)
    {
        if (a.Fingerprint != b.Fingerprint)
        {
            return (false, "Evaluated on different rows: the two data sets differ. A difference of the metrics may come from the data as well as from the models.");
        }

        if (a.Split is null || b.Split is null)
        {
            return (false, "Not known whether evaluated on the same rows: a version has no day from which arrivals were kept for its evaluation.");
        }

        return a.Split == b.Split
            ? (true, $"Evaluated on the same rows: the same data, arrivals from {Day(a.Split)} on.")
            : (false, $"Evaluated on different rows: the same data, but arrivals from {Day(a.Split)} on against arrivals from {Day(b.Split)} on.");
    }

    private static ComparedMetric Metric(string name, ModelManifest a, ModelManifest b)
    {
        double? first = a.Metrics.TryGetValue(name, out var x) ? x : null;
        double? second = b.Metrics.TryGetValue(name, out var y) ? y : null;
        return new ComparedMetric(name, first, second, second - first);
    }

    private static string Day(DateOnly? day) => day!.Value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
