using System.Globalization;
using HotelCancellation.Monitoring.Reports;

namespace HotelCancellation.Monitoring.Triggers;

/// <summary>
/// Decides whether to train. Trouble with the data comes first: a broken feed never leads to a training, whoever asks. Then cool-down, labels
/// and budget, of which a person who asks by hand passes the first two. Every decision is a record with its reason. No I/O, no clock.
/// </summary>
public sealed class TriggerPolicy(MonitoringOptions options)
{
    private const int WeekDays = 7;

    /// <summary>Decides.</summary>
    /// <param name="question">What is known today.</param>
    /// <param name="state">What was remembered.</param>
    /// <returns>The decision, and what is to be remembered: the next question must come with it.</returns>
    public (TriggerDecision Decision, TriggerState State) Decide(TriggerQuestion question, TriggerState state)
    {
        ArgumentNullException.ThrowIfNull(question);
        ArgumentNullException.ThrowIfNull(state);
        var (day, from) = (question.Day, state.ScheduledFrom ?? question.Day);
        Finding[] asking = [.. question.Findings.Where(f => f.AsksForTraining)];
        TriggerCause[] causes =
        [
            .. question.ManualBy is null ? Array.Empty<TriggerCause>() : [TriggerCause.Manual],
            .. asking.Any(f => f.Kind is FindingKind.Drift or FindingKind.Concept) ? [TriggerCause.Drift] : Array.Empty<TriggerCause>(),
            .. asking.Any(f => f.Kind == FindingKind.Performance) ? [TriggerCause.Performance] : Array.Empty<TriggerCause>(),
            .. options.ScheduleDays > 0 && day.DayNumber - from.DayNumber >= options.ScheduleDays ? [TriggerCause.Schedule] : Array.Empty<TriggerCause>(),
        ];
        var (outcome, why) = Judge(question, state, causes);
        var decision = new TriggerDecision
        {
            Day = day,
            Outcome = outcome,
            Causes = causes,
            Findings = [.. asking.Select(f => f.Key)],
            NewFindings = [.. asking.Select(f => f.Key).Except(state.Standing, StringComparer.Ordinal)],
            By = question.ManualBy,
            Note = question.ManualNote,
            Reason = why,
        };
        DateOnly[] trainings = [.. state.Trainings.Where(t => t.DayNumber > day.DayNumber - TriggerState.RememberedDays), .. outcome == TriggerOutcome.Train ? [day] : Array.Empty<DateOnly>()];
        return (decision, new TriggerState { ScheduledFrom = outcome == TriggerOutcome.Train ? day : from, Trainings = trainings, Standing = decision.Findings });
    }

    private (TriggerOutcome Outcome, string Reason) Judge(TriggerQuestion question, TriggerState state, TriggerCause[] causes)
    {
        if (causes.Length == 0)
        {
            return (TriggerOutcome.NotAsked, "Nothing asks for a training.");
        }

        var (day, isManual) = (question.Day, question.ManualBy is not null);
        if (question.Findings.FirstOrDefault(f => f.ForbidsTraining) is { } trouble)
        {
            return (TriggerOutcome.DataTrouble, $"Not while the data is broken, which training would teach: {trouble.Reasons.FirstOrDefault() ?? trouble.Key}");
        }

        int? since = state.Trainings.Count > 0 ? Math.Max(0, day.DayNumber - state.Trainings[^1].DayNumber) : null;
        if (!isManual && since < options.CoolDownDays)
        {
            return (TriggerOutcome.CoolDown, Text($"The last training was {since} days ago; {options.CoolDownDays} must pass."));
        }

        if (!isManual && question.NewLabels < options.MinNewLabels)
        {
            return (TriggerOutcome.TooFewLabels, Text($"{question.NewLabels} outcomes have matured since the last training; {options.MinNewLabels} are needed."));
        }

        var week = state.Trainings.Count(t => t.DayNumber > day.DayNumber - WeekDays);
        return week >= options.WeeklyTrainings
            ? (TriggerOutcome.BudgetSpent, Text($"{week} trainings ran in the last {WeekDays} days, and {options.WeeklyTrainings} are allowed."))
            : (TriggerOutcome.Train, $"Asked for by {string.Join(", ", causes.Select(Name))}{(isManual ? $" ({question.ManualBy}{(question.ManualNote is { Length: > 0 } note ? $": {note}" : "")})" : "")}.");
    }

    private static string Name(TriggerCause cause) => cause switch
    {
        TriggerCause.Schedule => "the schedule",
        TriggerCause.Drift => "drift",
        TriggerCause.Performance => "performance",
        _ => "a person",
    };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
