using System.Globalization;
using System.Reflection;
using System.Text;
using HotelCancellation.Features;
using HotelCancellation.Registry;
using HotelCancellation.Training;

namespace HotelCancellation.Retraining.Calibrations;

/// <summary>The child version of a refresh: all of its parent but the corrections, and what is said of them.</summary>
internal static class CalibrationDraft
{
    private const string Heading = "\n## Calibration refreshed\n";

    public static BundleDraft Of(ModelBundle parent, CalibrationFindings findings, CalibrationRequest request, string card)
    {
        var model = parent.Model.With(findings.Common, findings.ByProperty, parent.Model.Rule);
        return new BundleDraft
        {
            Model = model,
            KnownRows = [.. parent.KnownRows.Select(r => r with { Probability = model.Probability(new BookingAt(r.Booking, r.AsOf)) })],

            // The trees were grown on nothing else.
            Data = parent.Manifest.Data,
            Settings = parent.Manifest.Settings,
            Ranges = parent.Manifest.Ranges,
            Reference = parent.Reference,
            Metrics = findings.After.Overall.ByName().Where(m => double.IsFinite(m.Value)).ToDictionary(StringComparer.Ordinal),
            ModelCard = Card(card, findings),
            Evaluation = EvaluationJson.Write(findings),
            CodeVersion = typeof(CalibrationDraft).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown",
            By = request.By,
            Reason = request.Reason,
            Parent = parent.Version,
        };
    }

    /// <summary>The parent's card with one section more; that of an earlier refresh gives way.</summary>
    private static string Card(string parent, CalibrationFindings findings)
    {
        var earlier = parent.IndexOf(Heading, StringComparison.Ordinal);
        var card = new StringBuilder(earlier < 0 ? parent : parent[..earlier]).Append(Heading);
        Line($"");
        Line($"The trees are those of {findings.Parent}. Its corrections of log-odds were fitted anew on {findings.Before.Overall.N} arrivals from {findings.From:yyyy-MM-dd} on that had matured before {findings.MaturedBefore:yyyy-MM-dd}; nothing that happened on these days was learned from in training. The figures after are those of corrections fitted on other weeks.");
        Line($"");
        Line($"| Rows | n | Cancelled | Mean probability before | after | Brier before | after |");
        Line($"|---|---|---|---|---|---|---|");
        Row("all", findings.Before.Overall, findings.After.Overall);
        foreach (var (property, before) in findings.Before.ByProperty)
        {
            Row(property, before, findings.After.ByProperty[property]);
        }

        Line($"");
        Line($"| Correction | before | after |");
        Line($"|---|---|---|");
        Line($"| common | {findings.CommonBefore.Intercept:0.000} | {findings.Common.Intercept:0.000} |");
        foreach (var (property, correction) in findings.ByProperty)
        {
            Line($"| {Name(property)} |  | {correction.Intercept:0.000} |");
        }

        return card.ToString();

        void Line(FormattableString text) => card.Append(text.ToString(CultureInfo.InvariantCulture)).Append('\n');
        void Row(string name, BinaryMetrics before, BinaryMetrics after) =>
            Line($"| {Name(name)} | {before.N} | {before.Base:0.000} | {before.MeanP:0.000} | {after.MeanP:0.000} | {before.Brier:0.0000} | {after.Brier:0.0000} |");
        static string Name(string name) => name.Replace('|', '/');
    }
}
