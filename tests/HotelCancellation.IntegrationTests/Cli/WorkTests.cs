using System.Text.RegularExpressions;
using HotelCancellation.IntegrationTests.Ingest;
using HotelCancellation.IntegrationTests.Retraining;
using HotelCancellation.IntegrationTests.Support;
using HotelCancellation.Retraining.Runs;

namespace HotelCancellation.IntegrationTests.Cli;

public sealed class WorkTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    private readonly Dictionary<string, string?> _settings = RetrainingStage.Settings(azurite);

    [Fact]
    public async Task Job_WithoutARun_HasNothingToDo()
    {
        var job = await Tool.RunAsync(["work", "--job", "--quiet"], _settings);
        var person = await Tool.RunAsync(["work", "--quiet"], _settings);

        (job.ExitCode, job.Output).ShouldBe((0, ""), job.Error);
        job.Error.ShouldContain("No run waits for anybody.");
        person.ExitCode.ShouldBe(1, "who asks for work wants to know that there is none");
    }

    [Fact]
    public async Task Job_WithARunThatIsRejected_IsDoneAndAnotherOneHasNothingToDo()
    {
        await using var stage = new TestStage(_settings);
        var runs = stage.Get<RetrainingRuns>();
        var id = (await runs.BeginAsync("tester", "there are no bookings", null, null, default)).Run!.Id;

        var job = await Tool.RunAsync(["work", "--job", "--quiet", "--json"], _settings);
        var another = await Tool.RunAsync(["work", "--job", "--quiet", "--json"], _settings);

        (job.Json().GetProperty("run").GetString(), job.Json().GetProperty("outcome").GetString()).ShouldBe((id, "rejected"));
        (await runs.FindAsync(id, default))!.Outcome.ShouldBe(RunOutcome.Rejected);
        (another.ExitCode, another.Output).ShouldBe((0, ""), another.Error);
    }

    [Fact]
    public async Task Job_ThatBeginsARunOfItsOwnName_BeginsItOnceHoweverOftenItIsStarted()
    {
        await using var stage = new TestStage(_settings);
        string[] arguments = ["work", "--job", "--begin", "--run", "retraining-monthly-29", "--reason", "the first of the month", "--quiet", "--json"];

        var first = await Tool.RunAsync(arguments, _settings);
        var again = await Tool.RunAsync(arguments, _settings);

        again.Json().GetRawText().ShouldBe(first.Json().GetRawText());
        (await stage.Get<RetrainingRuns>().ListAsync(default)).ShouldHaveSingleItem().Reason.ShouldBe("the first of the month");
    }

    [Fact]
    public async Task Job_WithARolloutAlone_LeavesItToTheHost()
    {
        await using var stage = new TestStage(_settings);
        await stage.Get<TableRuns>().TryAddAsync(TestRollout.Of("m-1", "", DateTimeOffset.UnixEpoch, i => i), default);

        var job = await Tool.RunAsync(["work", "--job", "--quiet"], _settings);

        job.ExitCode.ShouldBe(0, job.Error);
        (await stage.Get<Rollouts>().ListAsync(default)).ShouldHaveSingleItem().IsEnded.ShouldBeFalse();
    }

    [Fact]
    public async Task Job_BesideAHostThatDoesNotTrain_DoesWhatThatOneCountsAndLeaves()
    {
        await using var stage = new TestStage(_settings);
        var id = (await stage.Get<RetrainingRuns>().BeginAsync("tester", "there are no bookings", null, null, default)).Run!.Id;
        await using var host = await WebProcess.StartAsync(new Dictionary<string, string?>(_settings) { ["Host:Roles"] = "jobs", ["Retraining:Train"] = "false" }, "none");
        await ShownAsync(host.Client, "1");
        (await stage.Get<RetrainingRuns>().FindAsync(id, default))!.Status.ShouldBe(RunStatus.Waiting);

        var job = await Tool.RunAsync(["work", "--job", "--quiet", "--json"], _settings);

        job.Json().GetProperty("run").GetString().ShouldBe(id);
        await ShownAsync(host.Client, "0");
    }

    /// <summary>Until the host has looked: it does so every second.</summary>
    private static async Task ShownAsync(HttpClient client, string count)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var line = new Regex($"^hotelcancel_runs_open\\{{[^}}]*kind=\"Retraining\"[^}}]*\\}} {count}( |$)", RegexOptions.Multiline, TimeSpan.FromSeconds(5));
        while (!line.IsMatch(await client.GetStringAsync("/metrics", limit.Token)))
        {
            await Task.Delay(100, limit.Token);
        }
    }
}
