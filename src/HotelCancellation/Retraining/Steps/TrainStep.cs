using HotelCancellation.Registry;
using HotelCancellation.Retraining.Workflows;
using HotelCancellation.Training;
using HotelCancellation.Training.Snapshots;
using Microsoft.Extensions.Options;

namespace HotelCancellation.Retraining.Steps;

/// <summary>Trains on the whole data set and registers the version. The same data and settings are the same version, so that doing it again registers nothing new.</summary>
internal sealed class TrainStep(RunTrainings trainings, IOptions<TrainingOptions> training, ModelRegistry registry, TimeProvider clock) : IStep<TrainInput, TrainedModel>
{
    public async Task<TrainedModel> RunAsync(string runId, TrainInput input, CancellationToken cancellationToken)
    {
        var settings = input.Settings.Over(training.Value);
        var set = await trainings.OfAsync(input.Fingerprint, cancellationToken);
        TrainingResult result;
        try
        {
            // It works for minutes without a break; the caller's thread stays free.
            result = await Task.Run(() => new AsOfModelTrainer(settings, clock).Train(set.Trainings, set.Matured.MaturedBefore, null, cancellationToken), cancellationToken);
        }
        catch (TrainingRefusedException e)
        {
            return new TrainedModel(null, e.Message);
        }

        var known = new TrainingData
        {
            Fingerprint = input.Fingerprint,
            Source = $"events before {input.AsOf:yyyy-MM-dd}",
            RowsRead = set.Histories.Count,
            RowsAccepted = set.Histories.Count,
            RowsQuarantined = 0,
            RowsTrained = result.RowsTrained,
            FirstArrival = input.AsOf,
            LastArrival = input.AsOf,
        };
        var parent = (await registry.GetAliasAsync(ModelAlias.Champion, cancellationToken))?.Version;
        var manifest = await registry.RegisterAsync(TrainingDraft.Of(result, known, settings, input.By, input.Reason, parent), cancellationToken);
        return new TrainedModel(manifest.Version.Value, null);
    }
}
