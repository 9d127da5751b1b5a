using HotelCancellation.IntegrationTests.Support;
using HotelCancellation.Model;
using HotelCancellation.Registry;
using HotelCancellation.TestSupport;

namespace HotelCancellation.IntegrationTests.Registry;

/// <summary>What a host loads of a version: the archive, or else its files.</summary>
public sealed class LoadServedTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>, IAsyncLifetime
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

    [Theory]
    [InlineData(BundleFiles.Ensemble, true)]
    [InlineData(BundleFiles.Encoder, true)]
    [InlineData(BundleFiles.Calibration, true)]
    [InlineData(BundleFiles.KnownRows, true)]
    [InlineData(BundleFiles.Manifest, true)]
    [InlineData(BundleFiles.Evaluation, false)]
    [InlineData(BundleFiles.ModelCard, false)]
    public async Task LoadServedAsync_NoArchiveAndAFileMissing_IsRefusedWhereItIsServed(string file, bool isServed)
    {
        var alias = await PromoteAsync();
        var version = alias.Version;
        await Blob(version, ServedArchive.Name).DeleteAsync();
        await Blob(version, file).DeleteAsync();

        var loads = await LoadsAsync(alias);

        loads.ShouldAllBe(l => l.Refusal == (isServed ? $"{version}: '{file}' is missing." : null));
        loads.ShouldAllBe(l => l.Bundle == null == isServed);
        loads.ShouldAllBe(l => l.Warning == null);
    }

    [Fact]
    public async Task LoadServedAsync_NothingButTheArchiveAndTheAlias_Loads()
    {
        var alias = await PromoteAsync();
        foreach (var file in (string[])[.. BundleFiles.Served, BundleFiles.Manifest, BundleFiles.Evaluation, BundleFiles.ModelCard])
        {
            await Blob(alias.Version, file).DeleteAsync();
        }

        await _stage.Storage.Table("models").DeleteEntityAsync("version", alias.Version.Value);

        foreach (var load in (BundleLoad[])[await Registry.LoadServedAsync(alias, None), await Registry.LoadServedQuietlyAsync(alias, None)])
        {
            load.Refusal.ShouldBeNull();
            load.Warning.ShouldBeNull();
            load.Bundle!.Version.ShouldBe(alias.Version);
            load.Bundle.KnownRows.Count.ShouldBe(TestModels.Draft().KnownRows.Count);
        }
    }

    [Theory]
    [InlineData("manifest", "'manifest.json' does not match its hash: it is not the one that was registered. So it is in 'served.tar'.")]
    [InlineData("calibration", "'calibration.json' does not match its hash: expected ")]
    [InlineData("missing", "'known-rows.json' is missing. So it is in 'served.tar'.")]
    [InlineData("cut", "'served.tar' cannot be read.")]
    [InlineData("other", "'served.tar' cannot be read.")]
    public async Task LoadServedAsync_ArchiveDamaged_ReadsTheFilesAndSaysSo(string damage, string warning)
    {
        var alias = await PromoteAsync();
        var archive = Blob(alias.Version, ServedArchive.Name);
        var bytes = (await archive.DownloadContentAsync()).Value.Content.ToArray();
        await archive.UploadAsync(BinaryData.FromBytes(Damaged(bytes, damage)), overwrite: true);

        var loads = await LoadsAsync(alias);

        loads.ShouldAllBe(l => l.Bundle!.Version == alias.Version);
        loads.ShouldAllBe(l => l.Warning!.StartsWith($"{alias.Version}: {warning}", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(BundleFiles.Ensemble, true)]
    [InlineData(BundleFiles.Evaluation, false)]
    public async Task LoadAsync_ManifestOfAFileThatIsTooLarge_IsRefusedWhereItIsLoaded(string file, bool isServed)
    {
        var version = (await PromoteAsync()).Version;
        var manifest = (await Registry.FindAsync(version, None))!;
        var bytes = BundleFiles.ToJson(manifest with { Artefacts = [.. manifest.Artefacts.Select(a => a.Name == file ? a with { Bytes = BundleReader.LargestArtefactBytes + 1 } : a)] });
        var archive = Blob(version, ServedArchive.Name);
        var files = ServedArchive.Read((await archive.DownloadContentAsync()).Value.Content.ToArray())!;
        await archive.UploadAsync(BinaryData.FromBytes(ServedArchive.Write(bytes, files)), overwrite: true);
        await Blob(version, BundleFiles.Manifest).UploadAsync(BinaryData.FromBytes(bytes), overwrite: true);
        await _stage.Storage.Table("models").UpdateEntityAsync(
            new Azure.Data.Tables.TableEntity("version", version.Value) { ["ManifestSha256"] = BundleFiles.Sha256(bytes) }, Azure.ETag.All);
        var refusal = $"{version}: '{file}' has 268435457 bytes; at most 268435456 are loaded.";

        (await Registry.LoadAsync(version, None)).Refusal.ShouldBe(refusal);
        (await Registry.LoadServedAsync(version, None)).Refusal.ShouldBe(isServed ? refusal : null);
    }

    [Fact]
    public async Task LoadServedAsync_ArchiveOfAnotherVersion_IsNotTaken()
    {
        var other = (await Registry.RegisterAsync(TestModels.Draft(shift: 0.3), None)).Version;
        var alias = await PromoteAsync();
        var bytes = (await Blob(other, ServedArchive.Name).DownloadContentAsync()).Value.Content;
        await Blob(alias.Version, ServedArchive.Name).UploadAsync(bytes, overwrite: true);

        (await LoadsAsync(alias)).ShouldAllBe(l => l.Bundle!.Version == alias.Version && l.Warning!.Contains("does not match its hash"));
    }

    [Fact]
    public async Task LoadServedAsync_AliasOfAnEarlierProgram_LooksTheHashUp()
    {
        var version = (await PromoteAsync()).Version;
        var row = (await _stage.Storage.Table("models").GetEntityAsync<Azure.Data.Tables.TableEntity>("alias", ModelAlias.Champion)).Value;
        row.Remove("ManifestSha256").ShouldBeTrue();
        await _stage.Storage.Table("models").UpdateEntityAsync(row, row.ETag, Azure.Data.Tables.TableUpdateMode.Replace);
        var alias = (await Registry.GetAliasAsync(ModelAlias.Champion, None))!;
        await Blob(version, BundleFiles.Manifest).DeleteAsync();

        alias.ManifestSha256.ShouldBeNull();
        (await LoadsAsync(alias)).ShouldAllBe(l => l.Bundle!.Version == version);
    }

    [Fact]
    public async Task RegisterAsync_AgainWithoutTheArchive_MakesTheSameArchive()
    {
        var version = (await Registry.RegisterAsync(TestModels.Draft(), None)).Version;
        var first = (await Blob(version, ServedArchive.Name).DownloadContentAsync()).Value.Content.ToArray();
        await Blob(version, ServedArchive.Name).DeleteAsync();
        _stage.Time.Advance(TimeSpan.FromDays(1));

        await Registry.RegisterAsync(TestModels.Draft() with { By = "somebody else" }, None);

        (await Blob(version, ServedArchive.Name).DownloadContentAsync()).Value.Content.ToArray().ShouldBe(first);
    }

    [Fact]
    public async Task LoadServedAsync_NoArchiveAndAServedFileFlipped_IsRefused()
    {
        var version = (await Registry.RegisterAsync(TestModels.Draft(), None)).Version;
        await Blob(version, ServedArchive.Name).DeleteAsync();
        await FlipAsync(version, BundleFiles.Calibration);

        (await Registry.LoadServedAsync(version, None)).Refusal!.ShouldStartWith($"{version}: '{BundleFiles.Calibration}' does not match its hash");
    }

    private async Task<AliasState> PromoteAsync()
    {
        var version = (await Registry.RegisterAsync(TestModels.Draft(), None)).Version;
        return (await Registry.MoveAliasAsync(ModelAlias.Champion, version, null, "me", "why", None)).State!;
    }

    /// <summary>Each way to load what is served.</summary>
    private async Task<BundleLoad[]> LoadsAsync(AliasState alias) =>
        [await Registry.LoadServedAsync(alias.Version, None), await Registry.LoadServedAsync(alias, None), await Registry.LoadServedQuietlyAsync(alias, None)];

    private static byte[] Damaged(byte[] archive, string damage)
    {
        var files = ServedArchive.Read(archive)!;
        switch (damage)
        {
            case "manifest":
                files[BundleFiles.Manifest][^2] ^= 1;
                break;
            case "calibration":
                files[BundleFiles.Calibration][^2] ^= 1;
                break;
            case "missing":
                return ServedArchive.Write(files[BundleFiles.Manifest], files, [.. BundleFiles.Served.Except([BundleFiles.KnownRows])]);
            case "cut":
                return archive[..(archive.Length / 2)];
            default:
                return [.. "It was something else."u8];
        }

        return ServedArchive.Write(files[BundleFiles.Manifest], files);
    }

    private Azure.Storage.Blobs.BlobClient Blob(ModelVersion version, string file) => _stage.Storage.Container("models").GetBlobClient($"{version}/{file}");

    private async Task FlipAsync(ModelVersion version, string file)
    {
        var bytes = (await Blob(version, file).DownloadContentAsync()).Value.Content.ToArray();
        bytes[bytes.Length / 2] ^= 1;
        await Blob(version, file).UploadAsync(BinaryData.FromBytes(bytes), overwrite: true);
    }
}
