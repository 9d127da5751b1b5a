using System.Diagnostics;
using System.Globalization;
using HotelCancellation.Model;
using HotelCancellation.Model.Scoring;
using HotelCancellation.Platform;
using HotelCancellation.Registry;
using HotelCancellation.TestSupport;
using HotelCancellation.Tests.Model;

namespace HotelCancellation.Tests.Platform;

public sealed class QuietThreadTests
{
    private const int Rests = 5;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

    [SkippableFact]
    public async Task Pause_OnAQuietThread_RestsAgainAndAgain()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "Only Linux counts how often a thread has left the processor by itself.");

        (await QuietThread.RunAsync(() => Left(QuietThread.Pause))).ShouldBeGreaterThanOrEqualTo(Rests);
    }

    [SkippableFact]
    public void Pause_OnAnyOtherThread_DoesNotRest()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "Only Linux counts how often a thread has left the processor by itself.");
        var before = Left();
        var clock = Stopwatch.StartNew();
        while (clock.ElapsedMilliseconds < 3 * Rests)
        {
            QuietThread.Pause();
        }

        (Left() - before).ShouldBeLessThan(Rests);
    }

    [Theory]
    [InlineData("trees")]
    [InlineData("compiling")]
    [InlineData("hash")]
    [InlineData("known rows")]
    [InlineData("archive")]
    public async Task EachPartOfABundle_OnAQuietThread_Rests(string part)
    {
        var trees = RandomEnsembles.Of(features: 20, trees: 400, seed: 1);
        var bytes = EnsembleFormat.Write(trees);
        var rows = BundleFiles.ToJson(Enumerable.Range(0, 40).SelectMany(_ => TestModels.Draft().KnownRows));
        var archive = ServedArchive.Write(bytes, BundleFiles.Served.ToDictionary(n => n, _ => bytes));
        Action work = part switch
        {
            "trees" => () => EnsembleFormat.Read(bytes),
            "compiling" => () => CompiledEnsemble.Of(trees),
            "hash" => () => BundleFiles.Sha256(bytes),
            "archive" => () => ServedArchive.Read(archive),
            _ => () => BundleJsonReader.KnownRows(rows),
        };
        var (rests, clock) = (0, Stopwatch.StartNew());

        await QuietThread.RunAsync(
            () =>
            {
                while (rests < Rests && clock.Elapsed < Longest)
                {
                    work();
                }

                return 0;
            },
            () => rests++);

        rests.ShouldBeGreaterThanOrEqualTo(Rests);
    }

    [Fact]
    public async Task Pause_BeforeTheTurnIsOver_GoesOn()
    {
        const int Calls = 1000;
        var rests = 0;
        await QuietThread.RunAsync(
            () =>
            {
                for (var call = 0; call < Calls; call++)
                {
                    QuietThread.Pause();
                }

                return 0;
            },
            () => rests++);

        rests.ShouldBeLessThan(Calls / 2);
    }

    [Fact]
    public async Task RunAsync_WorkThatFails_FailsAsTheWork() =>
        (await Should.ThrowAsync<InvalidOperationException>(QuietThread.RunAsync<int>(() => throw new InvalidOperationException("why")))).Message.ShouldBe("why");

    /// <summary>Does it until this thread has left the processor some times, and says how often; not for ever.</summary>
    private static long Left(Action work)
    {
        var (before, clock) = (Left(), Stopwatch.StartNew());
        do
        {
            work();
        }
        while (Left() - before < Rests && clock.Elapsed < Longest);
        return Left() - before;
    }

    /// <summary>How often the thread that asks has left the processor by itself (proc(5)).</summary>
    private static long Left() =>
        long.Parse(File.ReadLines("/proc/thread-self/status").First(l => l.StartsWith("voluntary_ctxt_switches", StringComparison.Ordinal)).Split('\t')[1], CultureInfo.InvariantCulture);
}
