using HotelCancellation.IntegrationTests.Support;
using HotelCancellation.Model;
using HotelCancellation.Registry;
using HotelCancellation.TestSupport;

namespace HotelCancellation.IntegrationTests.Registry;

public sealed class AliasTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>, IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly List<ModelVersion> _versions = [];
    private TestStage _stage = null!;

    private ModelRegistry Registry => _stage.Registry;

    public async Task InitializeAsync()
    {
        _stage = new TestStage(azurite.Settings());
        foreach (var shift in (double[])[0, 0.1, 0.2])
        {
            _versions.Add((await Registry.RegisterAsync(TestModels.Draft(shift), None)).Version);
        }
    }

    public async Task DisposeAsync() => await _stage.DisposeAsync();

    [Fact]
    public async Task MoveAliasAsync_FirstAndSecond_AreInTheHistory()
    {
        var first = await MoveAsync(0, AliasState.NoTag);
        _stage.Time.Advance(TimeSpan.FromHours(1));
        var second = await MoveAsync(1, first.State!.Tag);

        second.Result.ShouldBe(AliasMoveResult.Moved);
        second.State!.Version.ShouldBe(_versions[1]);
        second.State.Sequence.ShouldBe(2);
        second.State.Tag.ShouldNotBe(first.State.Tag);
        (await Registry.GetAliasAsync(ModelAlias.Champion, None)).ShouldBe(second.State);
        var history = await Registry.HistoryAsync(ModelAlias.Champion, None);
        history.Select(h => (h.Sequence, h.Version, h.From)).ShouldBe([(2, _versions[1], _versions[0]), (1, _versions[0], null)]);
        history[0].At.ShouldBe(_stage.Time.GetUtcNow());
        history[0].By.ShouldBe("me");
        history[0].Reason.ShouldBe("because 1");
        (await Registry.GetAliasAsync(ModelAlias.Challenger, None)).ShouldBeNull();
        (await Registry.HistoryAsync(ModelAlias.Challenger, None)).ShouldBeEmpty();
    }

    [Fact]
    public async Task MoveAliasAsync_ToWhereItIs_ChangesNothing()
    {
        var first = await MoveAsync(0);

        var again = await MoveAsync(0);

        again.Result.ShouldBe(AliasMoveResult.Unchanged);
        again.State.ShouldBe(first.State);
        (await Registry.HistoryAsync(ModelAlias.Champion, None)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task MoveAliasAsync_StaleTag_IsAConflictThatSaysWhereItIs()
    {
        var first = await MoveAsync(0);
        await MoveAsync(1);

        var stale = await MoveAsync(2, first.State!.Tag);
        var asIfNew = await MoveAsync(2, AliasState.NoTag);

        stale.Result.ShouldBe(AliasMoveResult.Conflict);
        asIfNew.Result.ShouldBe(AliasMoveResult.Conflict);
        stale.State!.Version.ShouldBe(_versions[1]);
        stale.Message.ShouldContain(_versions[1].Value);
    }

    [Fact]
    public async Task MoveAliasAsync_UnknownAlias_SaysWhichThereAre() =>
        (await Registry.MoveAliasAsync("canary", _versions[0], null, "me", "why", None))
            .ShouldBe(new AliasMove(AliasMoveResult.UnknownAlias, null, "There is no alias 'canary'. Allowed: champion, challenger."));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task MoveAliasAsync_ManyAtOnceWithOneTag_ExactlyOneWins(bool exists)
    {
        var tag = exists ? (await MoveAsync(0)).State!.Tag : AliasState.NoTag;

        var moves = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => MoveAsync(1 + (i % 2), tag)));

        moves.Count(m => m.Result == AliasMoveResult.Moved).ShouldBe(1);
        moves.Count(m => m.Result == AliasMoveResult.Conflict).ShouldBe(11);
        var history = await Registry.HistoryAsync(ModelAlias.Champion, None);
        history.Count.ShouldBe(exists ? 2 : 1);
        history[0].Version.ShouldBe(moves.Single(m => m.Succeeded).State!.Version);
        (await Registry.GetAliasAsync(ModelAlias.Champion, None))!.Version.ShouldBe(history[0].Version);
    }

    [Fact]
    public async Task MoveAliasAsync_ManyAtOnceWithoutTags_HistoryIsAnUnbrokenChain()
    {
        await Task.WhenAll(Enumerable.Range(0, 4).Select(async worker =>
        {
            for (var i = 0; i < 10; i++)
            {
                await MoveAsync((worker + i) % 3);
            }
        }));

        var history = (await Registry.HistoryAsync(ModelAlias.Champion, None)).Reverse().ToList();
        history.Select(h => h.Sequence).ShouldBe(Enumerable.Range(1, history.Count).Select(i => (long)i));
        history.Skip(1).Select(h => h.From).ShouldBe(history.SkipLast(1).Select(h => (ModelVersion?)h.Version));
        var now = await Registry.GetAliasAsync(ModelAlias.Champion, None);
        (now!.Version, now.Sequence).ShouldBe((history[^1].Version, history[^1].Sequence));
    }

    [Fact]
    public async Task RollbackAsync_Twice_GoesTwoVersionsBack()
    {
        await MoveAsync(0);
        await MoveAsync(1);
        await MoveAsync(2);

        var once = await Registry.RollbackAsync("operator", "too many false alarms", None);
        var twice = await Registry.RollbackAsync("operator", "still", None);
        var thrice = await Registry.RollbackAsync("operator", "still", None);

        once.State!.Version.ShouldBe(_versions[1]);
        twice.State!.Version.ShouldBe(_versions[0]);
        thrice.Result.ShouldBe(AliasMoveResult.NoPrevious);
        var history = await Registry.HistoryAsync(ModelAlias.Champion, None);
        history.Select(h => h.IsRollback).ShouldBe([true, true, false, false, false]);
        history[1].Reason.ShouldBe("too many false alarms");
    }

    private Task<AliasMove> MoveAsync(int version, string? tag = null) =>
        Registry.MoveAliasAsync(ModelAlias.Champion, _versions[version], tag, "me", $"because {version}", None);
}
