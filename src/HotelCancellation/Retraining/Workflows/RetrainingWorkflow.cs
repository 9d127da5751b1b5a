using HotelCancellation.Retraining.Runs;
using HotelCancellation.Retraining.Steps;

namespace HotelCancellation.Retraining.Workflows;

/// <summary>
/// extract -> validate -> features -> try ... -> train -> evaluate -> compare -> stage, or reject with reasons. A workflow decides, steps act; it is the same on
/// every engine.
/// </summary>
public static class RetrainingWorkflow
{
    /// <summary>What this program begins runs with. A change in the order of steps or in what they take makes another one.</summary>
    public const int Version = 1;

    /// <summary>Whether a run that was begun with a version can be carried on.</summary>
    public static bool Knows(int version) => version == Version;

    /// <summary>Runs.</summary>
    /// <param name="context">The engine.</param>
    /// <param name="input">What is asked for.</param>
    public static async Task<WorkflowResult> RunAsync(IWorkflowContext context, RetrainingInput input)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(input);
        WorkflowResult result;
        try
        {
            result = await ProveAsync(context, input);
        }
        catch (RunCancelledException e)
        {
            result = new WorkflowResult(RunOutcome.Cancelled, e.Message);
        }
        catch (StepFailedException e)
        {
            result = new WorkflowResult(RunOutcome.Failed, e.Message);
        }

        return await context.StepAsync<WorkflowResult, WorkflowResult>(StepNames.End, result);
    }

    private static async Task<WorkflowResult> ProveAsync(IWorkflowContext context, RetrainingInput input)
    {
        var data = await context.StepAsync<ExtractInput, ExtractedData>(StepNames.Extract, new ExtractInput(input.AsOf));
        if (data.Fingerprint is not { } fingerprint)
        {
            return Rejected(data.Refusal);
        }

        var valid = await context.StepAsync<DataInput, ValidatedData>(StepNames.Validate, new DataInput(fingerprint, input.AsOf));
        if (valid.Refusal is not null)
        {
            return Rejected(valid.Refusal);
        }

        var features = await context.StepAsync<FeaturesInput, PreparedFeatures>(StepNames.Features, new FeaturesInput(fingerprint, input.AsOf, input.Trials));
        if (features.Refusal is not null)
        {
            return Rejected(features.Refusal);
        }

        var settings = await ChooseAsync(context, input, fingerprint, features.Trials);
        var trained = await context.StepAsync<TrainInput, TrainedModel>(StepNames.Train, new TrainInput(fingerprint, input.AsOf, settings, input.By, input.Reason));
        if (trained.ModelVersion is not { } challenger)
        {
            return Rejected(trained.Refusal);
        }

        var evaluated = await context.StepAsync<EvaluateInput, EvaluatedModels>(
            StepNames.Evaluate, new EvaluateInput(fingerprint, input.AsOf, settings, challenger, features.Blob, valid.Report));
        if (evaluated.Blob is not { } question)
        {
            return Rejected(evaluated.Refusal, challenger);
        }

        var verdict = await context.StepAsync<CompareInput, ComparedModels>(StepNames.Compare, new CompareInput(question, challenger));
        var staged = await context.StepAsync<StageInput, StagedModel>(
            StepNames.Stage, new StageInput(challenger, evaluated.Champion, evaluated.ChampionTag, verdict.Passed, verdict.Statement, input.Group, input.RequireApproval));
        return verdict.Passed
            ? new WorkflowResult(RunOutcome.Staged, $"{verdict.Statement} Rollout {staged.Rollout} has begun.", challenger)
            : Rejected(staged.Rollout is null ? verdict.Statement : $"{verdict.Statement} Rollout {staged.Rollout} waits for an override.", challenger);
    }

    /// <summary>With one set there is nothing to choose, and nothing is tried.</summary>
    private static async Task<TrialSettings> ChooseAsync(IWorkflowContext context, RetrainingInput input, string fingerprint, IReadOnlyList<TrialSettings> trials)
    {
        if (trials.Count < 2)
        {
            return trials.Count == 0 ? TrialSettings.InForce : trials[0];
        }

        var results = new List<TrialResult>();
        foreach (var settings in trials)
        {
            var inForce = results.Count > 0 ? results[0].Blob : null;
            results.Add(await context.StepAsync<TryInput, TrialResult>(StepNames.Try, new TryInput(fingerprint, input.AsOf, settings, inForce)));
        }

        return trials[TrialSettings.Choose(results)];
    }

    private static WorkflowResult Rejected(string? reason, string? version = null) => new(RunOutcome.Rejected, reason ?? "No reason was given.", version);
}
