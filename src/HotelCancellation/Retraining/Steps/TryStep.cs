using System.Security.Cryptography;
using System.Text;
using HotelCancellation.Bookings;
using HotelCancellation.Retraining.Gate;
using HotelCancellation.Retraining.Workflows;
using HotelCancellation.Training;
using HotelCancellation.Training.Snapshots;
using Microsoft.Extensions.Options;

namespace HotelCancellation.Retraining.Steps;

/// <summary>
/// Trains with one set of settings as of a day and asks about the arrivals of the days after it, which lie before those that the gate looks at. The other sets that the run will try are trained
/// beside it, as many at once as there are threads, so that their steps find them.
/// </summary>
internal sealed class TryStep(RunTrainings trainings, IOptions<TrainingOptions> training, IOptions<RetrainingOptions> retraining, BlobRunFiles files) : IStep<TryInput, TrialResult>
{
    private const double Least = 1e-6;

    public async Task<TrialResult> RunAsync(string runId, TryInput input, CancellationToken cancellationToken)
    {
        var set = await trainings.OfAsync(input.Fingerprint, cancellationToken);
        var window = CompareWindow.Of(set.Matured, retraining.Value.CompareDays, null);
        if (window.TryFrom is not { } from)
        {
            return new TrialResult(null, 0, 0, null, "Too little lies before the days that settings would be tried on.");
        }

        TrialAnswers answers;
        try
        {
            answers = await Task.Run(() => Ask(set, input.Settings.Over(training.Value), from, window.TwinFrom, cancellationToken), cancellationToken);
        }
        catch (TrainingRefusedException e)
        {
            return new TrialResult(null, 0, 0, null, e.Message);
        }

        if (answers.LogLoss.Count == 0)
        {
            return new TrialResult(null, 0, 0, null, $"Nothing arrives from {from:yyyy-MM-dd} to {window.TwinFrom:yyyy-MM-dd}.");
        }

        var blob = await files.WriteAsync(runId, $"trial-{Name(input.Settings)}", answers, cancellationToken);
        var (gain, error) = input.InForce is { } inForce ? Gain(await files.ReadAsync<TrialAnswers>(inForce, cancellationToken), answers) : (0, 0);
        return new TrialResult(answers.LogLoss.Average(), gain, error, blob, null);
    }

    private TrialAnswers Ask(RunSet set, TrainingOptions options, DateOnly from, DateOnly until, CancellationToken cancellationToken)
    {
        var table = set.Trainings.Table;
        var model = TrainingTurns.Each(options, [() => set.Trainings.Fit(options, from, null, cancellationToken), .. set.Trials.Select(t => Beside(set, t.Over(training.Value), from, cancellationToken))])[0]!.Model;
        var questions = LateQuestions.Of(table, from, until).Where(q => table.Lives[q.Life].LostAsOf(until.DayNumber) is not null).ToList();
        var (losses, days) = (new double[questions.Count], new int[questions.Count]);
        Parallel.For(0, losses.Length, i =>
        {
            var (life, day) = questions[i];
            var p = Math.Clamp(model.Probability(table.At(life, day)), Least, 1 - Least);
            losses[i] = -Math.Log(LateQuestions.Outcome(table, life, until).Status.IsCancellation() ? p : 1 - p);
            days[i] = table.Lives[life].First.ArrivalDate.DayNumber;
        });
        return new TrialAnswers(losses, days);
    }

    private static Func<AsOfFit?> Beside(RunSet set, TrainingOptions options, DateOnly from, CancellationToken cancellationToken) => () =>
    {
        try
        {
            return set.Trainings.Fit(options, from, null, cancellationToken);
        }
        catch (TrainingRefusedException)
        {
            // Its own step says so.
            return null;
        }
    };

    /// <summary>The mean gain, and its standard error with all arrivals of a day taken as one: a group cancels as one.</summary>
    private static (double Gain, double Error) Gain(TrialAnswers before, TrialAnswers after)
    {
        var n = after.LogLoss.Count;
        if (before.LogLoss.Count != n)
        {
            throw new InvalidDataException($"Of the settings in force there are {before.LogLoss.Count} answers, and of others {n}.");
        }

        var gain = Enumerable.Range(0, n).Average(i => before.LogLoss[i] - after.LogLoss[i]);
        var byDay = Enumerable.Range(0, n).GroupBy(i => after.Days[i]).Select(g => g.Sum(i => before.LogLoss[i] - after.LogLoss[i] - gain));
        return (gain, Math.Sqrt(byDay.Sum(d => d * d)) / n);
    }

    private static string Name(TrialSettings settings) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(WorkflowJson.Write(settings)))[..4]);
}

/// <summary>The answers of a set of settings, in an order that does not depend on them.</summary>
/// <param name="LogLoss">The log loss of each.</param>
/// <param name="Days">The day of arrival of each.</param>
internal sealed record TrialAnswers(IReadOnlyList<double> LogLoss, IReadOnlyList<int> Days);
