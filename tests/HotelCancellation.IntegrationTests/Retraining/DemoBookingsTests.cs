using System.Diagnostics;
using System.Globalization;
using HotelCancellation.IntegrationTests.Compaction;
using HotelCancellation.IntegrationTests.Support;
using HotelCancellation.Registry;
using HotelCancellation.Retraining.Engine;
using HotelCancellation.Retraining.Runs;
using HotelCancellation.Retraining.Steps;
using HotelCancellation.Simulation;
using Xunit.Abstractions;

namespace HotelCancellation.IntegrationTests.Retraining;

/// <summary>What a run costs: on as many bookings as the demo has, by the settings of a deployment. <c>DEMO_RUN_SECONDS</c> says how long it may take, on a machine that does nothing else; <c>DEMO_RUN_THREADS</c> is <c>Training:Threads</c>.</summary>
public sealed class DemoBookingsTests(AzuriteFixture azurite, ITestOutputHelper output) : IClassFixture<AzuriteFixture>
{
    private static readonly DateOnly Today = new(2026, 5, 1);

    [SkippableFact]
    public async Task Run_FromTheTriggerToPromoted_TakesNoLongerThanIsSaid()
    {
        var limit = Environment.GetEnvironmentVariable("DEMO_RUN_SECONDS");
        Skip.If(string.IsNullOrEmpty(limit), "DEMO_RUN_SECONDS is not set; ./eng/prove.sh --only retraining sets it.");
        await using var stage = new TestStage(new Dictionary<string, string?>(azurite.Settings()) { ["Training:Threads"] = Environment.GetEnvironmentVariable("DEMO_RUN_THREADS") ?? "0" });
        var days = new GeneratorOptions().Days;
        var generator = new GeneratorOptions { BookingsPerDay = 10, From = Today.AddDays(1 - days), Days = days, HorizonDate = Today };
        await stage.AddFinishedAsync(new BookingEventStream(generator, new EventStreamOptions()).Events().Where(e => e.StatusDate < Today));
        var clock = Stopwatch.StartNew();

        var begun = await stage.Get<RetrainingRuns>().BeginAsync("tester", "a test", null, null, default);
        await stage.Get<JournalEngine>().RunAsync(begun.Run!.Id, default);
        await stage.Get<JournalEngine>().RunAsync(StageStep.RolloutOf(begun.Run.Id), default);

        var took = clock.Elapsed;
        var run = (await stage.Get<RetrainingRuns>().FindAsync(begun.Run.Id, default))!;
        output.WriteLine($"{took.TotalSeconds:0.0} s: {run.Statement}");
        run.Outcome.ShouldBe(RunOutcome.Staged, run.Statement);
        (await stage.Registry.GetAliasAsync(ModelAlias.Champion, default))!.Version.Value.ShouldBe(run.ModelVersion);
        took.ShouldBeLessThan(TimeSpan.FromSeconds(int.Parse(limit, CultureInfo.InvariantCulture)));
    }
}
