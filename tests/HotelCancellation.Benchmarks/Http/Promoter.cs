using System.Globalization;
using HotelCancellation.Cli;
using HotelCancellation.Model;
using HotelCancellation.Registry;
using Microsoft.Extensions.DependencyInjection;

namespace HotelCancellation.Benchmarks.Http;

/// <summary>Promotes, in a process of its own, as whoever promotes does it on another machine than the one that answers or the one that asks.</summary>
internal sealed class Promoter : IAsyncDisposable
{
    /// <summary>The command of the benchmarks that runs it.</summary>
    public const string Name = "promoter";

    private readonly ChildProcess _process;

    private Promoter(ChildProcess process) => _process = process;

    /// <summary>Starts it.</summary>
    /// <param name="connectionString">The storage with the versions.</param>
    public static Promoter Start(string connectionString)
    {
        var command = LowPriority.Command(["dotnet", typeof(Promoter).Assembly.Location, Name]);
        return new Promoter(ChildProcess.Start("The promoter", command[0], command[1..], new Dictionary<string, string>(StringComparer.Ordinal) { ["Storage__ConnectionString"] = connectionString }));
    }

    /// <summary>What its process does: for each line, it makes the next version the champion.</summary>
    public static async Task<int> RunAsync(TextReader lines, CancellationToken cancellationToken)
    {
        await using var services = CliServices.Build([]);
        var registry = services.GetRequiredService<ModelRegistry>();
        var versions = await registry.ListAsync(cancellationToken).Select(v => v.Version).ToArrayAsync(cancellationToken);
        var champion = await registry.GetAliasAsync(ModelAlias.Champion, cancellationToken);
        for (var next = Array.FindIndex(versions, v => v == champion?.Version) + 1; await lines.ReadLineAsync(cancellationToken) is not null; next++)
        {
            var promotion = await registry.MoveAliasAsync(ModelAlias.Champion, versions[next % versions.Length], null, "bench", "benchmark", cancellationToken);
            if (!promotion.Succeeded)
            {
                await Console.Error.WriteLineAsync(promotion.Message);
                return ExitCode.Refused;
            }
        }

        return ExitCode.Done;
    }

    /// <summary>Has another version made the champion every second while something is done.</summary>
    public async Task<T> EverySecondWhileAsync<T>(Func<Task<T>> work, CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var promoting = PromoteAsync(over.Token);
        var result = await work();
        await over.CancelAsync();
        await promoting;
        return result;
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    /// <summary>Waits for a timer's next tick.</summary>
    /// <returns>Whether it came before the stop.</returns>
    private static async Task<bool> NextAsync(PeriodicTimer timer, CancellationToken stop)
    {
        try
        {
            return await timer.WaitForNextTickAsync(stop);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private async Task PromoteAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), TimeProvider.System);
        do
        {
            if (_process.HasExited)
            {
                throw new BenchFailedException(string.Create(CultureInfo.InvariantCulture, $"The promoter ended with {_process.ExitCode}: {_process.LastLines}"));
            }

            await _process.TellAsync("");
        }
        while (await NextAsync(timer, stop));
    }
}
