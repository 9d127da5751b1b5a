using HotelCancellation.Retraining.Runs;
using HotelCancellation.Retraining.Steps;

namespace HotelCancellation.Retraining.Workflows;

/// <summary>
/// [shadow] -> [canary] -> approve -> promote -> watch, or roll back. The first two have their place here. It may take days, and holds nothing
/// but its record and a time to wake at.
/// </summary>
public static class RolloutWorkflow
{
    /// <summary>What this program begins runs with. A change in the order of steps or in what they take makes another one.</summary>
    public const int Version = 1;

    /// <summary>The name of somebody's word.</summary>
    public const string Word = "word";

    /// <summary>Whether a run that was begun with a version can be carried on.</summary>
    public static bool Knows(int version) => version == Version;

    /// <summary>Runs.</summary>
    /// <param name="context">The engine.</param>
    /// <param name="input">What is asked for.</param>
    public static async Task<WorkflowResult> RunAsync(IWorkflowContext context, RolloutInput input)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(input);
        WorkflowResult result;
        try
        {
            result = await LetInAsync(context, input);
        }
        catch (RunCancelledException e)
        {
            result = new WorkflowResult(RunOutcome.Cancelled, e.Message, input.Challenger);
        }
        catch (StepFailedException e)
        {
            result = new WorkflowResult(RunOutcome.Failed, e.Message, input.Challenger);
        }

        return await context.StepAsync<WorkflowResult, WorkflowResult>(StepNames.End, result);
    }

    private static async Task<WorkflowResult> LetInAsync(IWorkflowContext context, RolloutInput input)
    {
        var (refusal, reason) = await AgreeAsync(context, input);
        if (refusal is not null)
        {
            return refusal;
        }

        var promoted = await context.StepAsync<PromoteInput, PromotedModel>(StepNames.Promote, new PromoteInput(input.Challenger, input.ChampionTag, reason));
        return promoted.Promoted
            ? await WatchAsync(context, input, promoted.Statement)
            : new WorkflowResult(RunOutcome.Superseded, promoted.Statement, input.Challenger);
    }

    /// <summary>Waits for somebody's word where it is needed.</summary>
    private static async Task<(WorkflowResult? Refusal, string Reason)> AgreeAsync(IWorkflowContext context, RolloutInput input)
    {
        if (input.Passed && !input.RequireApproval)
        {
            return (null, input.Verdict);
        }

        var until = context.Now.AddHours(input.ApprovalHours);
        while (await WordAsync(context, until - context.Now) is { } word)
        {
            switch (word.Kind)
            {
                case RolloutWordKind.Approve when input.Passed:
                    return (null, $"Approved by {word.By}: {word.Note} {input.Verdict}");
                case RolloutWordKind.Override:
                    return (null, $"Overridden by {word.By}: {word.Note} {input.Verdict}");
                case RolloutWordKind.Reject:
                    return (new WorkflowResult(RunOutcome.Declined, $"Rejected by {word.By}: {word.Note}", input.Challenger), "");
                case RolloutWordKind.Abort:
                    return (new WorkflowResult(RunOutcome.Cancelled, $"Ended by {word.By}: {word.Note}", input.Challenger), "");
                case RolloutWordKind.Supersede:
                    return (new WorkflowResult(RunOutcome.Superseded, word.Note, input.Challenger), "");
            }
        }

        return input.Passed && input.ApprovedBySilence
            ? (null, FormattableString.Invariant($"Nobody spoke within {input.ApprovalHours:0.##} hours, and silence is consent. {input.Verdict}"))
            : (new WorkflowResult(RunOutcome.Declined, FormattableString.Invariant($"Nobody spoke within {input.ApprovalHours:0.##} hours. {input.Verdict}"), input.Challenger), "");
    }

    /// <summary>Looks at errors and latency for a while.</summary>
    private static async Task<WorkflowResult> WatchAsync(IWorkflowContext context, RolloutInput input, string statement)
    {
        var since = context.Now;
        var until = since.AddMinutes(input.WatchMinutes);
        while (context.Now < until)
        {
            var next = context.Now.AddMinutes(input.WatchEveryMinutes);
            if (await WordAsync(context, (next < until ? next : until) - context.Now) is { Kind: RolloutWordKind.Abort } word)
            {
                return await RollBackAsync(context, input, $"Ended by {word.By}: {word.Note}");
            }

            var found = await context.StepAsync<WatchInput, WatchFindings>(StepNames.Watch, new WatchInput(input.Challenger, since));
            if (found.Trouble is { } trouble)
            {
                return await RollBackAsync(context, input, trouble);
            }
        }

        return new WorkflowResult(RunOutcome.Promoted, statement, input.Challenger);
    }

    private static async Task<WorkflowResult> RollBackAsync(IWorkflowContext context, RolloutInput input, string reason)
    {
        var back = await context.StepAsync<RollBackInput, RolledBackModel>(StepNames.RollBack, new RollBackInput(input.Challenger, reason));
        return new WorkflowResult(back.RolledBack ? RunOutcome.RolledBack : RunOutcome.Superseded, $"{reason} {back.Statement}", input.Challenger);
    }

    private static Task<RolloutWord?> WordAsync(IWorkflowContext context, TimeSpan atMost) =>
        context.WaitAsync<RolloutWord>(Word, atMost > TimeSpan.Zero ? atMost : TimeSpan.Zero);
}
