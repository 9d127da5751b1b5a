using System.Globalization;
using HotelCancellation.Registry;
using HotelCancellation.Retraining;

namespace HotelCancellation.Api.Endpoints;

/// <summary>Puts the metrics of two versions side by side, and says whether that is fair.</summary>
internal static class ModelComparer
{
    /// <summary>On the same rows where they could be had, otherwise by what each was evaluated on.</summary>
    public static ModelComparison Compare(ModelManifest a, ModelManifest b, SameRowsMetrics? onSameRows, string? refusal)
    {
        if (onSameRows is { } both)
        {
            return Answer(a, b, true, $"Both scored now on the same {both.B["n"]} arrivals from {Day(both.From)} on, of the data of {b.Version}. A model that was trained once more on everything, without a split, has seen such rows.", both.A, both.B);
        }

        var (same, statement) = Rows(a.Data, b.Data);
        return Answer(a, b, same, $"{statement} They were not scored again: {refusal}", a.Metrics, b.Metrics);
    }

    private static ModelComparison Answer(
        ModelManifest a, ModelManifest b, bool same, string statement, IReadOnlyDictionary<string, double> first, IReadOnlyDictionary<string, double> second)
    {
        return new ModelComparison
        {
            A = new ComparedModel(a.Version, a.Created, a.Data),
            B = new ComparedModel(b.Version, b.Created, b.Data),
            SameRows = same,
            Statement = statement,
            Metrics = [.. first.Keys.Union(second.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(name => Metric(name, first, second))],
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

    private static ComparedMetric Metric(string name, IReadOnlyDictionary<string, double> a, IReadOnlyDictionary<string, double> b)
    {
        double? first = a.TryGetValue(name, out var x) ? x : null;
        double? second = b.TryGetValue(name, out var y) ? y : null;
        return new ComparedMetric(name, first, second, second - first);
    }

    private static string Day(DateOnly? day) => day!.Value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
