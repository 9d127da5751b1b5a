using HotelCancellation.IntegrationTests.Predictions;
using HotelCancellation.IntegrationTests.Support;
using HotelCancellation.Model;
using HotelCancellation.Predictions;
using HotelCancellation.Registry;
using HotelCancellation.Retraining.Engine;
using HotelCancellation.Retraining.Runs;
using HotelCancellation.Retraining.Workflows;
using HotelCancellation.TestSupport;

namespace HotelCancellation.IntegrationTests.Retraining;

public sealed class RolloutTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    private const string Id = TestRollout.Id;
    private readonly Dictionary<string, string?> _settings = new(azurite.Settings()) { ["Rollout:MinPredictions"] = "50" };

    [Theory]
    [InlineData(2, 0, RunOutcome.Promoted)]
    [InlineData(400, 0, RunOutcome.RolledBack)]
    [InlineData(2, 5, RunOutcome.RolledBack)]
    public async Task Watch_OfLatencyAndFailures_TakesBackWhatIsInTrouble(int milliseconds, int failed, RunOutcome outcome)
    {
        await using var stage = new TestStage(_settings);
        var (before, challenger) = await ModelsAsync(stage);
        await AddAsync(stage, challenger, i => i);
        await RunAsync(stage, PassResult.Suspended);
        (await ChampionAsync(stage)).ShouldBe(challenger);
        stage.Time.Advance(TimeSpan.FromMinutes(1));
        for (var i = 0; i < failed; i++)
        {
            stage.Get<PredictionLog>().CountFailure();
        }

        await stage.LogAsync(stage.Records(100, stage.Time.GetUtcNow(), TimeSpan.FromMilliseconds(10)).Select(r => r with { ModelVersion = challenger, Latency = TimeSpan.FromMilliseconds(milliseconds) }));
        stage.Time.Advance(TimeSpan.FromMinutes(10));

        await RunAsync(stage, PassResult.Ended);

        (await stage.Get<Rollouts>().FindAsync(Id, default))!.Outcome.ShouldBe(outcome);
        (await ChampionAsync(stage)).ShouldBe(outcome == RunOutcome.Promoted ? challenger : before);
    }

    [Fact]
    public async Task Approval_WaitedFor_ComesFromAPersonOrNotAtAll()
    {
        await using var stage = new TestStage(_settings);
        var (before, challenger) = await ModelsAsync(stage);
        await AddAsync(stage, challenger, i => i with { RequireApproval = true });
        await RunAsync(stage, PassResult.Suspended);
        (await ChampionAsync(stage)).ShouldBe(before, "nobody has spoken");
        stage.Time.Advance(TimeSpan.FromHours(1.5));

        await RunAsync(stage, PassResult.Ended);

        var run = (await stage.Get<Rollouts>().FindAsync(Id, default))!;
        run.Outcome.ShouldBe(RunOutcome.Declined);
        run.Statement!.ShouldStartWith("Nobody spoke within 1 hours.");
        (await ChampionAsync(stage)).ShouldBe(before);
    }

    [Fact]
    public async Task Approval_Given_LetsItInAndIsInTheHistory()
    {
        await using var stage = new TestStage(_settings);
        var (_, challenger) = await ModelsAsync(stage);
        await AddAsync(stage, challenger, i => i with { RequireApproval = true, WatchMinutes = 0 });
        await RunAsync(stage, PassResult.Suspended);

        (await stage.Get<Rollouts>().SayAsync(Id, new RolloutWord(RolloutWordKind.Approve, "somebody", "looks fine."), default)).Refusal.ShouldBeNull();
        await RunAsync(stage, PassResult.Ended);

        (await ChampionAsync(stage)).ShouldBe(challenger);
        (await stage.Registry.HistoryAsync(ModelAlias.Champion, default))[0].Reason.ShouldStartWith("Approved by somebody: looks fine.");
    }

    [Fact]
    public async Task Abort_AfterThePromotion_TakesItBack()
    {
        await using var stage = new TestStage(_settings);
        var (before, challenger) = await ModelsAsync(stage);
        await AddAsync(stage, challenger, i => i);
        await RunAsync(stage, PassResult.Suspended);

        await stage.Get<Rollouts>().SayAsync(Id, new RolloutWord(RolloutWordKind.Abort, "somebody", "stop"), default);
        await RunAsync(stage, PassResult.Ended);

        (await stage.Get<Rollouts>().FindAsync(Id, default))!.Outcome.ShouldBe(RunOutcome.RolledBack);
        (await ChampionAsync(stage)).ShouldBe(before);
    }

    [Fact]
    public async Task Promote_AfterSomebodyMovedTheChampion_LeavesTheirs()
    {
        await using var stage = new TestStage(_settings);
        var (_, challenger) = await ModelsAsync(stage);
        await AddAsync(stage, challenger, i => i);
        var theirs = await stage.Registry.RegisterAsync(TestModels.Draft(0.9), default);
        await stage.Registry.MoveAliasAsync(ModelAlias.Champion, theirs.Version, null, "somebody", "it is theirs", default);

        await RunAsync(stage, PassResult.Ended);

        (await stage.Get<Rollouts>().FindAsync(Id, default))!.Outcome.ShouldBe(RunOutcome.Superseded);
        (await ChampionAsync(stage)).ShouldBe(theirs.Version);
    }

    [Fact]
    public async Task Dispatch_ToAHostOfItsOwnRecord_StartsOnceHandsOnWordsAndEndsWhatIsOver()
    {
        await using var stage = new TestStage(_settings);
        var (_, challenger) = await ModelsAsync(stage);
        await AddAsync(stage, challenger, i => i with { RequireApproval = true });
        var (host, dispatch) = (new Host(), stage.Get<RunDispatch>());

        await dispatch.RunAsync(host, default);
        await dispatch.RunAsync(host, default);
        host.Started.ShouldBe([Id]);

        await stage.Get<Rollouts>().SayAsync(Id, new RolloutWord(RolloutWordKind.Approve, "somebody", "fine"), default);
        await dispatch.RunAsync(host, default);
        await dispatch.RunAsync(host, default);
        host.Said.Count.ShouldBe(1);
        WorkflowJson.Read<RolloutWord>(host.Said[0]).By.ShouldBe("somebody");

        host.State = InstanceState.Over;
        await dispatch.RunAsync(host, default);
        var run = (await stage.Get<Rollouts>().FindAsync(Id, default))!;
        run.Outcome.ShouldBe(RunOutcome.Refused, "its instance is over and has said nothing");
        await dispatch.RunAsync(host, default);
        host.Started.Count.ShouldBe(1);
    }

    private static async Task<(ModelVersion Before, ModelVersion Challenger)> ModelsAsync(TestStage stage)
    {
        var before = await stage.Registry.RegisterAsync(TestModels.Draft(), default);
        await stage.Registry.MoveAliasAsync(ModelAlias.Champion, before.Version, null, "tester", "the first", default);
        return (before.Version, (await stage.Registry.RegisterAsync(TestModels.Draft(0.5), default)).Version);
    }

    private static async Task AddAsync(TestStage stage, ModelVersion challenger, Func<RolloutInput, RolloutInput> change)
    {
        var tag = (await stage.Registry.GetAliasAsync(ModelAlias.Champion, default))!.Tag;
        await stage.Get<TableRuns>().TryAddAsync(TestRollout.Of(challenger.Value, tag, stage.Time.GetUtcNow(), change), default);
    }

    private static async Task RunAsync(TestStage stage, PassResult expected) => (await stage.Get<JournalEngine>().RunAsync(Id, default)).ShouldBe(expected);

    private static async Task<ModelVersion> ChampionAsync(TestStage stage) => (await stage.Registry.GetAliasAsync(ModelAlias.Champion, default))!.Version;

    private sealed class Host : IWorkflowHost
    {
        public List<string> Started { get; } = [];

        public List<string> Said { get; } = [];

        public InstanceState State { get; set; } = InstanceState.UnderWay;

        public Task<InstanceState> FindAsync(string id, CancellationToken cancellationToken) => Task.FromResult(Started.Contains(id) ? State : InstanceState.None);

        public Task StartAsync(RunKind kind, string id, string input, CancellationToken cancellationToken)
        {
            Started.Add(id);
            return Task.CompletedTask;
        }

        public Task SayAsync(string id, string name, string word, CancellationToken cancellationToken)
        {
            Said.Add(word);
            return Task.CompletedTask;
        }
    }
}
