using System.CommandLine;
using HotelCancellation.Retraining;
using HotelCancellation.Retraining.Engine;
using HotelCancellation.Retraining.Runs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace HotelCancellation.Cli.Commands;

/// <summary><c>hotelcancel work</c>: one run of a workflow to its end, in this process.</summary>
internal static class WorkCommand
{
    private static readonly Option<string?> Run = new("--run") { Description = "The run, such as retraining-20261128 or rollout-retraining-20261128. Without it the oldest one that has not ended.", HelpName = "ID" };
    private static readonly Option<bool> Begin = new("--begin") { Description = "Begin a retraining run first, or join the one that is under way." };
    private static readonly Option<bool> Job = new("--job") { Description = "As a job that a cluster starts, and starts again: retraining runs alone; no run is nothing to do, and a run that was worked to its end is done, whatever became of it." };
    private static readonly Option<string> Reason = new("--reason") { Description = "Why, where one is begun.", HelpName = "TEXT", DefaultValueFactory = _ => "begun from the command line" };
    private static readonly Option<string> By = Cli.Options.By();
    private static readonly Option<bool> Json = Cli.Options.Json();
    private static readonly Option<bool> Quiet = Cli.Options.Quiet();
    private static readonly Option<string[]> Set = CliServices.SetOption();

    public static Command Create()
    {
        var command = new Command("work",
            "Work at one run of a workflow until it ends, in a process of its own: what a job in Kubernetes does. Killed at any moment and started again it goes on at the first step that is not finished; where another "
            + "process works at the run, it waits for that one's end or death. Exit code 0 where the run was staged or promoted, 1 where it ended in another way; with --job 1 only where it has failed.")
        {
            Run, Begin, Job, Reason, By, Json, Quiet, Set,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        await using var services = CliServices.Build(parsed.GetValue(Set));
        var runs = services.GetRequiredService<RetrainingRuns>();
        if (parsed.GetValue(Begin))
        {
            var begun = await runs.BeginAsync(parsed.GetRequiredValue(By), parsed.GetRequiredValue(Reason), parsed.GetValue(Run), null, cancellationToken);
            if (begun.Run is null)
            {
                await Console.Error.WriteLineAsync(begun.Refusal);
                return ExitCode.Refused;
            }

            return await WorkAsync(services, begun.Run.Id, parsed, cancellationToken);
        }

        var id = parsed.GetValue(Run) ?? await OldestAsync(services, parsed.GetValue(Job), cancellationToken);
        if (id is null)
        {
            await Console.Error.WriteLineAsync("No run waits for anybody. To begin one: hotelcancel work --begin");
            return parsed.GetValue(Job) ? ExitCode.Done : ExitCode.Refused;
        }

        return await WorkAsync(services, id, parsed, cancellationToken);
    }

    /// <summary>The oldest run that has not ended. A rollout may take days, which no job is for.</summary>
    private static async Task<string?> OldestAsync(ServiceProvider services, bool job, CancellationToken cancellationToken)
    {
        var runs = services.GetRequiredService<RetrainingRuns>();
        if (job)
        {
            await runs.BeginDecidedAsync(cancellationToken);
        }

        var rollouts = job ? [] : await services.GetRequiredService<Rollouts>().ListAsync(cancellationToken);
        return (await runs.ListAsync(cancellationToken)).Concat(rollouts).Where(r => !r.IsEnded).MinBy(r => r.Created)?.Id;
    }

    private static async Task<int> WorkAsync(ServiceProvider services, string id, ParseResult parsed, CancellationToken cancellationToken)
    {
        var engine = services.GetRequiredService<JournalEngine>();
        var poll = TimeSpan.FromSeconds(services.GetRequiredService<IOptions<RetrainingOptions>>().Value.PollSeconds);
        var time = services.GetRequiredService<TimeProvider>();
        var result = await new Reporter(parsed.GetValue(Quiet)).RunAsync($"Working at {id}", async progress =>
        {
            while (true)
            {
                var pass = await engine.RunAsync(id, cancellationToken);
                if (pass is PassResult.Ended or PassResult.Unknown)
                {
                    return pass;
                }

                progress.Report(new WorkProgress(pass switch { PassResult.Busy => "another process works at it", PassResult.Queued => "waiting for its turn", _ => "waiting" }));
                await Task.Delay(poll, time, cancellationToken);
            }
        });
        var run = await services.GetRequiredService<RetrainingRuns>().FindAsync(id, cancellationToken) ?? await services.GetRequiredService<Rollouts>().FindAsync(id, cancellationToken);
        if (result == PassResult.Unknown || run is null)
        {
            await Console.Error.WriteLineAsync($"There is no run '{id}'.");
            return ExitCode.Refused;
        }

        if (parsed.GetValue(Json))
        {
            JsonLine.Write(new { Run = run.Id, run.Outcome, run.Statement, run.ModelVersion, run.Created, run.EndedAt });
        }
        else
        {
            Console.WriteLine($"{run.Id}: {run.Outcome}. {run.Statement}");
        }

        var done = parsed.GetValue(Job) ? run.Outcome is not (RunOutcome.Failed or RunOutcome.Refused) : run.Outcome is RunOutcome.Staged or RunOutcome.Promoted;
        return done ? ExitCode.Done : ExitCode.Refused;
    }
}
