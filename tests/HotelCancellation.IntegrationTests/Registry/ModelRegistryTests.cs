using System.Text;
using HotelCancellation.Features;
using HotelCancellation.IntegrationTests.Support;
using HotelCancellation.Model;
using HotelCancellation.Registry;
using HotelCancellation.TestSupport;

namespace HotelCancellation.IntegrationTests.Registry;

public sealed class ModelRegistryTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>, IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;
    private TestStage _stage = null!;

    private ModelRegistry Registry => _stage.Registry;

    public Task InitializeAsync()
    {
        _stage = new TestStage(azurite.Settings());
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await _stage.DisposeAsync();

    [Fact]
    public async Task EveryRead_NothingRegisteredYet_FindsNothing()
    {
        var version = new ModelVersion("m-0123456789ab");

        (await Registry.FindAsync(version, None)).ShouldBeNull();
        (await Registry.ReadArtefactAsync(version, BundleFiles.ModelCard, None)).ShouldBeNull();
        (await Registry.ListAsync(None).ToListAsync()).ShouldBeEmpty();
        (await Registry.LoadAsync(version, None)).Refusal.ShouldBe("Version 'm-0123456789ab' is not registered.");
        (await Registry.GetAliasAsync(ModelAlias.Champion, None)).ShouldBeNull();
        (await Registry.HistoryAsync(ModelAlias.Champion, None)).ShouldBeEmpty();
        (await Registry.LineageAsync(version, None)).ShouldBeEmpty();
        (await Registry.RollbackAsync("me", "why", None)).Result.ShouldBe(AliasMoveResult.NoPrevious);
        (await Registry.MoveAliasAsync(ModelAlias.Champion, version, null, "me", "why", None)).Result.ShouldBe(AliasMoveResult.UnknownVersion);
    }

    [Fact]
    public async Task LoadAsync_Registered_GivesTheSameModel()
    {
        var draft = TestModels.Draft();
        var manifest = await Registry.RegisterAsync(draft, None);

        var load = await Registry.LoadAsync(manifest.Version, None);

        load.Refusal.ShouldBeNull();
        foreach (var booking in TestModels.Bookings(100, seed: 11))
        {
            var at = new BookingAt(booking, booking.BookedOn);
            load.Bundle!.Model.Probability(at).ShouldBe(draft.Model.Probability(at));
        }

        (await Registry.FindAsync(manifest.Version, None))!.Data.ShouldBe(draft.Data);
        Encoding.UTF8.GetString((await Registry.ReadArtefactAsync(manifest.Version, BundleFiles.ModelCard, None))!).ShouldBe(draft.ModelCard);
    }

    [Fact]
    public async Task RegisterAsync_Again_KeepsTheFirstManifest()
    {
        var first = await Registry.RegisterAsync(TestModels.Draft(), None);
        _stage.Time.Advance(TimeSpan.FromDays(1));

        var second = await Registry.RegisterAsync(TestModels.Draft() with { By = "somebody else" }, None);

        second.Version.ShouldBe(first.Version);
        second.Created.ShouldBe(first.Created);
        second.By.ShouldBe("tester");
        (await Registry.ListAsync(None).ToListAsync()).ShouldHaveSingleItem().By.ShouldBe("tester");
    }

    [Fact]
    public async Task RegisterAsync_AtOnceFromManyProcesses_AgreesOnOneManifest()
    {
        var manifests = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => Registry.RegisterAsync(TestModels.Draft() with { By = $"process {i}" }, None)));

        manifests.Select(m => m.By).Distinct().ShouldHaveSingleItem();
        (await Registry.LoadAsync(manifests[0].Version, None)).Refusal.ShouldBeNull();
    }

    [Fact]
    public async Task RegisterAsync_AfterAnAttemptThatBrokeOff_FinishesIt()
    {
        var manifest = await Registry.RegisterAsync(TestModels.Draft(), None);

        // As if the process had ended before its last two steps: nothing of the version is visible.
        await _stage.Storage.Table("models").DeleteEntityAsync("version", manifest.Version.Value);
        await Blob(manifest.Version, BundleFiles.Calibration).DeleteAsync();
        (await Registry.LoadAsync(manifest.Version, None)).Refusal!.ShouldContain("is not registered");

        await Registry.RegisterAsync(TestModels.Draft(), None);

        (await Registry.LoadAsync(manifest.Version, None)).Refusal.ShouldBeNull();
    }

    [Fact]
    public async Task ListAsync_Several_TheNewestFirst()
    {
        var versions = new List<ModelVersion>();
        foreach (var shift in (double[])[0, 0.1, 0.2])
        {
            versions.Insert(0, (await Registry.RegisterAsync(TestModels.Draft(shift), None)).Version);
            _stage.Time.Advance(TimeSpan.FromMinutes(1));
        }

        var list = await Registry.ListAsync(None).ToListAsync();

        list.Select(s => s.Version).ShouldBe(versions);
        list[0].Metrics["auc"].ShouldBe(0.84);
        list[0].DataFingerprint.ShouldBe(TestModels.Data().Fingerprint);
        list[0].RowsTrained.ShouldBe(150);
    }

    [Theory]
    [InlineData(BundleFiles.Ensemble)]
    [InlineData(BundleFiles.Encoder)]
    [InlineData(BundleFiles.Calibration)]
    [InlineData(BundleFiles.KnownRows)]
    [InlineData(BundleFiles.Evaluation)]
    [InlineData(BundleFiles.ModelCard)]
    [InlineData(BundleFiles.Manifest)]
    public async Task LoadAsync_OneByteFlippedOrMissing_NamesTheFile(string file)
    {
        var version = (await Registry.RegisterAsync(TestModels.Draft(), None)).Version;
        await FlipAsync(version, file);

        var flipped = await Registry.LoadAsync(version, None);
        await Blob(version, file).DeleteAsync();
        var missing = await Registry.LoadAsync(version, None);

        flipped.Bundle.ShouldBeNull();
        flipped.Refusal!.ShouldStartWith($"{version}: '{file}' does not match its hash");
        missing.Refusal.ShouldBe($"{version}: '{file}' is missing.");
    }

    [Fact]
    public async Task MoveAliasAsync_FirstMoveAndAnother_GiveTheStateAsItIsRead()
    {
        (await Registry.GetAliasAsync(ModelAlias.Champion, None)).ShouldBeNull();
        (await PromoteAsync()).ShouldBe(await Registry.GetAliasAsync(ModelAlias.Champion, None));
        var other = (await Registry.RegisterAsync(TestModels.Draft(shift: 0.2), None)).Version;

        var move = await Registry.MoveAliasAsync(ModelAlias.Champion, other, null, "me", "better", None);

        move.State!.Version.ShouldBe(other);
        move.State.ShouldBe(await Registry.GetAliasAsync(ModelAlias.Champion, None));
        (await Registry.RollbackAsync("me", "worse", None)).State.ShouldBe(await Registry.GetAliasAsync(ModelAlias.Champion, None));
    }

    [Fact]
    public async Task LoadAsync_DamagedFileDeletedAndRegisteredAgain_Loads()
    {
        var version = (await Registry.RegisterAsync(TestModels.Draft(), None)).Version;
        await FlipAsync(version, BundleFiles.Ensemble);
        await Blob(version, BundleFiles.Ensemble).DeleteAsync();

        await Registry.RegisterAsync(TestModels.Draft(), None);

        (await Registry.LoadAsync(version, None)).Refusal.ShouldBeNull();
    }

    [Fact]
    public async Task LoadAsync_NewerSchema_IsRefused()
    {
        var version = await RegisterNewerSchemaAsync(_stage);

        (await Registry.LoadAsync(version, None)).Refusal!.ShouldContain($"has schema {ModelManifest.CurrentSchema + 1}; this program reads up to {ModelManifest.CurrentSchema}");
        (await Should.ThrowAsync<InvalidDataException>(() => Registry.FindAsync(version, None))).Message.ShouldContain($"schema {ModelManifest.CurrentSchema + 1}");
    }

    [Theory]
    [InlineData("m-0123456789ab/../x")]
    [InlineData("../m-0123456789ab")]
    [InlineData("m-0123456789AB")]
    [InlineData("m-0123456789ab\n")]
    [InlineData("")]
    [InlineData(null)]
    public async Task EveryRead_TextThatIsNoVersion_FindsNothing(string? text)
    {
        var version = new ModelVersion(text!);

        (await Registry.FindAsync(version, None)).ShouldBeNull();
        (await Registry.ReadArtefactAsync(version, BundleFiles.Manifest, None)).ShouldBeNull();
        (await Registry.LoadAsync(version, None)).Refusal!.ShouldContain("is not registered");
        (await Registry.MoveAliasAsync(ModelAlias.Champion, version, null, "me", "why", None)).Result.ShouldBe(AliasMoveResult.UnknownVersion);
    }

    [Fact]
    public async Task LineageAsync_Descendants_WalksBackToTheFirst()
    {
        var first = (await Registry.RegisterAsync(TestModels.Draft(0), None)).Version;
        var second = (await Registry.RegisterAsync(TestModels.Draft(0.1, parent: first), None)).Version;
        var third = (await Registry.RegisterAsync(TestModels.Draft(0.2, parent: second), None)).Version;

        var steps = await Registry.LineageAsync(third, None);

        steps.Select(s => s.Version).ShouldBe([third, second, first]);
        steps.Select(s => s.Data.Fingerprint).ShouldAllBe(f => f == TestModels.Data().Fingerprint);
        steps[^1].Parent.ShouldBeNull();
    }

    [Fact]
    public async Task LineageAsync_ParentNoLongerStored_EndsThereAndNamesIt()
    {
        var gone = new ModelVersion("m-0123456789ab");
        var version = (await Registry.RegisterAsync(TestModels.Draft(0, parent: gone), None)).Version;

        (await Registry.LineageAsync(version, None)).ShouldHaveSingleItem().Parent.ShouldBe(gone);
    }

    /// <summary>What a newer program would have stored.</summary>
    internal static async Task<ModelVersion> RegisterNewerSchemaAsync(TestStage stage)
    {
        var manifest = await stage.Registry.RegisterAsync(TestModels.Draft(0.77), None);
        var bytes = BundleFiles.ToJson(manifest with { Schema = ModelManifest.CurrentSchema + 1 });
        var blob = stage.Storage.Container("models").GetBlobClient($"{manifest.Version}/{BundleFiles.Manifest}");
        await blob.UploadAsync(BinaryData.FromBytes(bytes), overwrite: true);
        await stage.Storage.Table("models").UpdateEntityAsync(
            new Azure.Data.Tables.TableEntity("version", manifest.Version.Value) { ["ManifestSha256"] = BundleFiles.Sha256(bytes) }, Azure.ETag.All);
        return manifest.Version;
    }

    private async Task<AliasState> PromoteAsync()
    {
        var version = (await Registry.RegisterAsync(TestModels.Draft(), None)).Version;
        return (await Registry.MoveAliasAsync(ModelAlias.Champion, version, null, "me", "why", None)).State!;
    }

    private Azure.Storage.Blobs.BlobClient Blob(ModelVersion version, string file) => _stage.Storage.Container("models").GetBlobClient($"{version}/{file}");

    private async Task FlipAsync(ModelVersion version, string file)
    {
        var bytes = (await Blob(version, file).DownloadContentAsync()).Value.Content.ToArray();
        bytes[bytes.Length / 2] ^= 1;
        await Blob(version, file).UploadAsync(BinaryData.FromBytes(bytes), overwrite: true);
    }
}
