using HotelCancellation.Model;
using HotelCancellation.Monitoring.Runs;
using HotelCancellation.Registry;
using HotelCancellation.Retraining.Gate;
using HotelCancellation.Retraining.Workflows;
using HotelCancellation.Training;
using HotelCancellation.Training.Snapshots;
using Microsoft.Extensions.Options;

namespace HotelCancellation.Retraining.Steps;

/// <summary>
/// Asks the champion, and the challenger's twin, about the arrivals of the last weeks. The twin is what this very run would have made on the first day of the window: trained with the same settings on
/// what was known then, calibrated by what had matured then. So both are asked about days of which neither has learned anything, and the challenger itself loses none of its data to the comparison.
/// </summary>
internal sealed class EvaluateStep(
    RunTrainings trainings, IOptions<TrainingOptions> training, IOptions<RetrainingOptions> retraining, ModelRegistry registry, KeptReports reports, RowTimer timer, BlobRunFiles files, TimeProvider clock)
    : IStep<EvaluateInput, EvaluatedModels>
{
    public async Task<EvaluatedModels> RunAsync(string runId, EvaluateInput input, CancellationToken cancellationToken)
    {
        var alias = await registry.GetAliasAsync(ModelAlias.Champion, cancellationToken);
        var tag = alias?.Tag ?? AliasState.NoTag;
        var champion = alias is null ? null : await registry.LoadAsync(alias.Version, cancellationToken);
        var challenger = await registry.LoadAsync(new ModelVersion(input.Challenger), cancellationToken);
        if (champion is { Bundle: null } || challenger.Bundle is null)
        {
            return new EvaluatedModels(null, 0, alias?.Version.Value, tag, champion?.Refusal ?? challenger.Refusal);
        }

        if (alias?.Version == challenger.Bundle.Version)
        {
            return new EvaluatedModels(null, 0, alias.Version.Value, tag, $"{input.Challenger} is the champion already: nothing has been learned that it does not know.");
        }

        var set = await trainings.OfAsync(input.Fingerprint, cancellationToken);
        var window = CompareWindow.Of(set.Matured, retraining.Value.CompareDays, champion?.Bundle?.Manifest.Data.KnownBefore);
        CancellationModel twin;
        try
        {
            var settings = input.Settings.Over(training.Value);
            twin = await Task.Run(() => new AsOfModelTrainer(settings, clock).Model(set.Trainings, window.TwinFrom, cancellationToken), cancellationToken);
        }
        catch (TrainingRefusedException e)
        {
            return new EvaluatedModels(null, 0, alias?.Version.Value, tag, $"The challenger cannot be compared: of what was known before {window.TwinFrom:yyyy-MM-dd} no model can be made. {e.Message}");
        }

        var health = await files.ReadAsync<DataHealth>(input.ValidationBlob, cancellationToken);
        var alarms = await DataAlarms.OpenAsync(reports, cancellationToken);
        var question = await Task.Run(() => Question(set.Trainings.Table, window, champion?.Bundle, challenger.Bundle, twin, new GateData(health.IsValid, [.. health.Failed, .. alarms]), cancellationToken), cancellationToken);
        return new EvaluatedModels(await files.WriteAsync(runId, "question", question, cancellationToken), question.Rows.Count, alias?.Version.Value, tag, null);
    }

    private GateQuestion Question(
        SnapshotTable table, CompareWindow window, ModelBundle? champion, ModelBundle challenger, CancellationModel twin, GateData health, CancellationToken cancellationToken)
    {
        var asked = PairedQuestions.Ask(table, window, champion?.Model, twin, cancellationToken);
        var (before, after) = asked.Sample.Count == 0 ? (champion is null ? null : (double?)0, 0) : timer.Measure(champion?.Model, challenger.Model, asked.Sample);
        IReadOnlyList<FeatureEvidence> Evidence(CancellationModel model) => asked.Sample.Count == 0 ? [] : FeatureEvidence.Of(model, asked.Sample, asked.SampleOutcomes);
        return new GateQuestion
        {
            Champion = champion is null ? null : GateModel.Of(champion, before!.Value, Evidence(champion.Model)),
            Challenger = GateModel.Of(challenger, after, Evidence(challenger.Model)) with { KnownBefore = window.TwinFrom, Threshold = twin.Rule.Threshold },
            From = window.AskFrom,
            MaturedBefore = window.MaturedBefore,
            NewDays = champion?.Manifest.Data.KnownBefore is { } known ? Math.Max(0, window.MaturedBefore.DayNumber - known.DayNumber) : 0,
            TwinDistance = asked.Distance(challenger.Model, twin),
            Rows = asked.Rows,
            Data = health,
        };
    }
}
