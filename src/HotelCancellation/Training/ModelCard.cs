using System.Globalization;
using System.Text;
using HotelCancellation.Features;
using HotelCancellation.Model;

namespace HotelCancellation.Training;

/// <summary>
/// Says in Markdown what a model is, what it was trained on, how well it does and where it must not be used. The headings
/// follow M. Mitchell et al., <i>Model cards for model reporting</i>, FAT* 2019. It tells neither the time of the run nor the name of the source, so that the
/// same training gives the same card.
/// </summary>
public static class ModelCard
{
    /// <summary>Writes the card.</summary>
    /// <param name="result">The training.</param>
    public static string Write(TrainingResult result)
    {
        var card = new StringBuilder();
        var evaluation = result.Evaluation;
        Text("# Model card: hotel booking cancellation");
        Blank();
        Text("## What it is");
        Blank();
        Line($"Gradient-boosted trees ({result.Model.Ensemble.TreeCount} trees, {result.Model.Encoder.Width} features) that give the probability that a booking, {(result.AsOf is null ? "as it was made" : "as it stands on the day that is asked about")}, is cancelled or not shown up for. A booking is said to be cancelled from a probability of {result.Model.Rule.Threshold:0.00} on, which gave the best F1 on held-out arrivals.");
        if (result.Slim is { } pruned && pruned.Ensemble.LeafValue.Length < pruned.TrainedLeaves)
        {
            Line($"After training the trees were pruned from {pruned.TrainedLeaves} leaves to {pruned.Ensemble.LeafValue.Length}, which moved the log-odds of the training bookings by {pruned.PrunedBy:0.000} as a root mean square.");
        }

        if (result.Slim is { Ensemble.LeafBits: < TreeEnsemble.DoubleBits } rounded)
        {
            Line($"What a leaf adds was rounded to {rounded.Ensemble.LeafBits} bits, which moved the log-odds of no booking, whatever it is, by more than {Math.Ceiling(rounded.RoundedBy * 1e4) / 1e4:0.0000}.");
        }

        Blank();
        Text("## Use");
        Blank();
        Text("To plan with expected arrivals and to choose bookings worth a call. Not to refuse a guest, and not to set a price or a condition for one person.");
        Blank();
        Text("## Data");
        Blank();
        Line($"{result.Set.Bookings.Count} bookings with a known outcome; {result.Set.Immature} whose arrival day had not passed, {result.Set.Unresolved} whose arrival day had passed without an outcome.");
        if (result.AsOf is { } asOf)
        {
            Line($"Trained on {asOf.Snapshots} snapshots of {asOf.Bookings} bookings, of the day they were made and of later days; {asOf.Open} of them were still open and count by what they will likely come to. That is after the evaluation below, with the same settings on what was known before {result.Split:yyyy-MM-dd}.");
        }
        else
        {
            Line($"Trained on {result.RowsTrained} bookings as they were made; those left out had no outcome yet.");
        }

        Blank();
        Text("## Evaluation");
        Blank();
        Line($"Arrivals {evaluation.From:yyyy-MM-dd} to {evaluation.To:yyyy-MM-dd}, all matured, none seen in training{(result.AsOf is null ? "" : $"; each as of the day it was made, or of {result.Split:yyyy-MM-dd} where it was on the books by then")}; {evaluation.NoShows} no-shows count as cancelled.");
        Blank();
        Text("| Rows | n | Cancelled | Mean probability | AUC | AP | Brier | Log loss | Best F1 | Calibration error |");
        Text("|---|---|---|---|---|---|---|---|---|---|");
        Row("all", evaluation.Overall);
        foreach (var (property, metrics) in evaluation.ByProperty)
        {
            Row(property, metrics);
        }

        foreach (var (segment, metrics) in evaluation.BySegment)
        {
            Row(segment, metrics);
        }

        Blank();
        Text("| Bin | n | Mean probability | Cancelled |");
        Text("|---|---|---|---|");
        for (var i = 0; i < evaluation.Reliability.Count; i++)
        {
            var bin = evaluation.Reliability[i];
            Line($"| {i + 1} | {bin.N} | {bin.MeanP:0.000} | {bin.Observed:0.000} |");
        }

        Blank();
        Text("## Features");
        Blank();
        Text("| Feature | Mean contribution (log-odds) | Known at | What |");
        Text("|---|---|---|---|");
        foreach (var (name, contribution) in result.Importance)
        {
            var feature = FeatureCatalog.All.First(f => f.Name == name);
            Line($"| {name} | {contribution:0.000} | {(feature.KnownAt == KnownAt.Booking ? "booking" : "as of")} | {feature.Description} |");
        }

        Blank();
        Text("## Limits");
        Blank();
        Text("It knows the kinds of bookings of its training data; others get the overall rate and a warning. " + (result.AsOf is null ? "It speaks of the booking as it was made, so that a booking which has already lived for months is judged too pessimistically. " : "It looks at the bookings around a booking; where those are not known, its answers are those of an ordinary day, and a warning says so. ") + "Values that are only known later than a prediction are refused as features.");
        return card.ToString();

        void Blank() => card.Append('\n');
        void Text(string text) => card.Append(text).Append('\n');
        void Line(FormattableString text) => card.Append(text.ToString(CultureInfo.InvariantCulture)).Append('\n');
        void Row(string name, BinaryMetrics m) =>
            Line($"| {name.Replace('|', '/')} | {m.N} | {m.Base:0.000} | {m.MeanP:0.000} | {m.Auc:0.0000} | {m.Ap:0.0000} | {m.Brier:0.0000} | {m.LogLoss:0.0000} | {m.F1Best:0.000} | {m.CalibrationError:0.000} |");
    }
}
