using HotelCancellation.Retraining.Workflows;
using HotelCancellation.Training;
using HotelCancellation.Training.Snapshots;
using Microsoft.Extensions.Options;

namespace HotelCancellation.Retraining.Steps;

/// <summary>
/// The features that the run learns from, with how often each has a value on the day of booking, and the sets of settings that it tries. Settings in force are read here alone, so that a run
/// which is carried on after they have changed still tries what it began with.
/// </summary>
internal sealed class FeaturesStep(RunTrainings trainings, IOptions<TrainingOptions> training, BlobRunFiles files) : IStep<FeaturesInput, PreparedFeatures>
{
    public async Task<PreparedFeatures> RunAsync(string runId, FeaturesInput input, CancellationToken cancellationToken)
    {
        var options = training.Value;
        RunSet set;
        try
        {
            set = await trainings.OfAsync(input.Fingerprint, cancellationToken);
        }
        catch (TrainingRefusedException e)
        {
            return new PreparedFeatures(e.Message, 0, "", []);
        }

        var table = set.Trainings.Table;
        var known = await Task.Run(() => Known(table), cancellationToken);
        var blob = await files.WriteAsync(runId, "features", known, cancellationToken);
        TrialSettings[] trials = [TrialSettings.InForce, .. Enumerable.Range(0, Math.Min(input.Trials, TrialSettings.Most)).Select(i => TrialSettings.Neighbour(options, i))];
        set.Trials = trials;
        return new PreparedFeatures(null, table.Features.Count, blob, trials);
    }

    private static List<FeatureKnown> Known(SnapshotTable table)
    {
        int[] rows = [.. Enumerable.Range(0, table.Rows.Count).Where(i => table.Rows[i].Number == 0)];
        return [.. table.Features.Select((f, place) =>
        {
            if (f.Number is null)
            {
                return new FeatureKnown(f.Name, rows.Length, null, null, null);
            }

            float[] numbers = [.. rows.Select(r => table.Numbers(r)[place]).Where(float.IsFinite)];
            return new FeatureKnown(f.Name, numbers.Length, numbers.Length == 0 ? null : numbers.Average(), numbers.Length == 0 ? null : numbers.Min(), numbers.Length == 0 ? null : numbers.Max());
        })];
    }
}

/// <summary>What is known of a feature on the day of booking.</summary>
/// <param name="Name">The feature.</param>
/// <param name="Rows">Bookings for which it has a value.</param>
/// <param name="Mean">The mean; null for a category.</param>
/// <param name="Least">The least; null for a category.</param>
/// <param name="Greatest">The greatest; null for a category.</param>
internal sealed record FeatureKnown(string Name, int Rows, double? Mean, double? Least, double? Greatest);
