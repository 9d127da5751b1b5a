using Spectre.Console;

namespace HotelCancellation.Cli;

/// <summary>How far a piece of work is.</summary>
/// <param name="Stage">What is being done.</param>
/// <param name="Share">0 to 1, or null where it cannot be known.</param>
internal readonly record struct WorkProgress(string Stage, double? Share = null);

/// <summary>
/// Tells a person what is going on, on standard error so that standard output stays a result: a progress bar on a terminal,
/// a plain line for each stage otherwise.
/// </summary>
internal sealed class Reporter(bool quiet)
{
    private readonly IAnsiConsole _console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
    private readonly bool _bar = !quiet && !Console.IsErrorRedirected;

    /// <summary>Writes a line.</summary>
    public void Line(string text)
    {
        if (!quiet)
        {
            Console.Error.WriteLine(text);
        }
    }

    /// <summary>Does the work and shows its progress.</summary>
    public async Task<T> RunAsync<T>(string title, Func<IProgress<WorkProgress>, Task<T>> work)
    {
        if (!_bar)
        {
            return await work(new PlainProgress(quiet ? null : title));
        }

        return await _console.Progress().AutoClear(false).HideCompleted(false)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn())
            .StartAsync(async context =>
            {
                var task = context.AddTask(Markup.Escape(title));
                task.IsIndeterminate = true;
                var result = await work(new BarProgress(task, title));
                task.IsIndeterminate = false;
                task.Value = task.MaxValue;
                return result;
            });
    }

    private sealed class BarProgress(ProgressTask task, string title) : IProgress<WorkProgress>
    {
        public void Report(WorkProgress value)
        {
            task.Description = Markup.Escape($"{title}: {value.Stage}");
            task.IsIndeterminate = value.Share is null;
            task.Value = (value.Share ?? 0) * task.MaxValue;
        }
    }

    private sealed class PlainProgress(string? title) : IProgress<WorkProgress>
    {
        private string? _stage;

        public void Report(WorkProgress value)
        {
            if (title is not null && value.Stage != _stage)
            {
                _stage = value.Stage;
                Console.Error.WriteLine($"{title}: {value.Stage}");
            }
        }
    }
}
