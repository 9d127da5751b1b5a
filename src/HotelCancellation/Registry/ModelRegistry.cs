using System.Text.RegularExpressions;
using HotelCancellation.Model;

namespace HotelCancellation.Registry;

/// <summary>
/// The models: immutable bundles in blobs, their versions and aliases in a table. All methods throw
/// <see cref="Platform.StorageUnavailableException"/> when storage does not answer; everything else that can be expected is
/// in what they return.
/// </summary>
public sealed partial class ModelRegistry
{
    private const int LongestLineage = 100;
    private const string VerdictPrefix = "verdict-";
    private readonly BlobBundles _blobs;
    private readonly TableVersions _versions;
    private readonly BundleLoader _loader;
    private readonly TableAliases _aliases;
    private readonly AliasMoves _moves;
    private readonly TimeProvider _time;

    /// <summary>Creates the registry. Nothing is asked of storage until a method is called.</summary>
    public ModelRegistry(Platform.StorageClients clients, TimeProvider time)
    {
        _blobs = new BlobBundles(clients);
        _versions = new TableVersions(clients);
        _loader = new BundleLoader(_blobs, _versions);
        _aliases = new TableAliases(clients);
        _moves = new AliasMoves(_aliases, _versions, time);
        _time = time;
    }

    /// <summary>
    /// Stores a bundle: its files, then its manifest, then what is served of it as one file, then its row in the table. Equal files have the same version, so
    /// registering again changes nothing and returns the first manifest; it does finish what an earlier attempt left undone.
    /// A file found to be damaged is repaired by deleting its blob and registering again.
    /// </summary>
    /// <exception cref="ArgumentException">The draft could not be loaded again; the message says why.</exception>
    public async Task<ModelManifest> RegisterAsync(BundleDraft draft, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(draft);
        var (manifest, files) = BundleDraftWriter.Write(draft, _time.GetUtcNow());
        await _blobs.CreateContainerAsync(cancellationToken);
        await _versions.CreateTableAsync(cancellationToken);
        foreach (var (name, content) in files)
        {
            await _blobs.CreateAsync(manifest.Version, name, content, cancellationToken);
        }

        var bytes = BundleFiles.ToJson(manifest);
        if (!await _blobs.CreateAsync(manifest.Version, BundleFiles.Manifest, bytes, cancellationToken))
        {
            bytes = await _blobs.ReadAsync(manifest.Version, BundleFiles.Manifest, cancellationToken) ?? bytes;
            var (first, refusal) = BundleReader.ReadManifest(bytes, manifest.Version);
            manifest = first ?? throw new InvalidDataException($"{refusal} Delete the blob and register again.");
        }

        await _blobs.CreateAsync(manifest.Version, ServedArchive.Name, ServedArchive.Write(bytes, files), cancellationToken);
        await _versions.AddAsync(manifest, BundleFiles.Sha256(bytes), cancellationToken);
        return manifest;
    }

    /// <summary>The manifest that <see cref="RegisterAsync"/> would store, without storing anything.</summary>
    /// <exception cref="ArgumentException">The draft could not be loaded again; the message says why.</exception>
    public ModelManifest Describe(BundleDraft draft) => BundleDraftWriter.Write(draft, _time.GetUtcNow()).Manifest;

    /// <summary>The manifest of a version; null where it is not registered.</summary>
    /// <exception cref="InvalidDataException">The manifest is damaged, or of a newer schema.</exception>
    public async Task<ModelManifest?> FindAsync(ModelVersion version, CancellationToken cancellationToken)
    {
        if (!IsWellFormed(version) || await _blobs.ReadAsync(version, BundleFiles.Manifest, cancellationToken) is not { } bytes)
        {
            return null;
        }

        var (manifest, refusal) = BundleReader.ReadManifest(bytes, version);
        return manifest ?? throw new InvalidDataException(refusal);
    }

    /// <summary>A file of a version as it is stored, such as <c>model-card.md</c>; null where there is none. Its hash is not checked.</summary>
    public async Task<byte[]?> ReadArtefactAsync(ModelVersion version, string name, CancellationToken cancellationToken) =>
        IsWellFormed(version) && ArtefactName().IsMatch(name) ? await _blobs.ReadAsync(version, name, cancellationToken) : null;

    /// <summary>Keeps a verdict with a version, beside its bundle. Create-only: the first verdict of a run stays.</summary>
    /// <param name="version">A registered version.</param>
    /// <param name="run">The run that judged: lower-case letters, digits and '-'.</param>
    /// <param name="json">The verdict.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The name by which <see cref="ReadArtefactAsync"/> reads it.</returns>
    public async Task<string> AttachVerdictAsync(ModelVersion version, string run, byte[] json, CancellationToken cancellationToken)
    {
        var name = $"{VerdictPrefix}{run}.json";
        if (!IsWellFormed(version) || !ArtefactName().IsMatch(name))
        {
            throw new ArgumentException($"'{version}' and '{run}' cannot name a verdict.", nameof(run));
        }

        await _blobs.CreateAsync(version, name, json, cancellationToken);
        return name;
    }

    /// <summary>The names of the verdicts on a version, by which <see cref="ReadArtefactAsync"/> reads them, in ordinal order.</summary>
    public async Task<IReadOnlyList<string>> VerdictsAsync(ModelVersion version, CancellationToken cancellationToken) =>
        IsWellFormed(version) ? await _blobs.ListAsync(version, VerdictPrefix, cancellationToken) : [];

    /// <summary>All versions, the newest first.</summary>
    public IAsyncEnumerable<ModelSummary> ListAsync(CancellationToken cancellationToken) => _versions.ListAsync(cancellationToken);

    /// <summary>Reads a bundle and checks all of it: the manifest, every file's hash, the schema, and that the known rows get the probabilities stored with them.</summary>
    public Task<BundleLoad> LoadAsync(ModelVersion version, CancellationToken cancellationToken) =>
        IsWellFormed(version) ? _loader.LoadAsync(version, cancellationToken) : NotRegistered(version);

    /// <summary>Reads what predictions need of a bundle, and checks that in the same way. What people read, and what monitoring compares with, is not read: no champion should wait for it.</summary>
    public Task<BundleLoad> LoadServedAsync(ModelVersion version, CancellationToken cancellationToken) =>
        IsWellFormed(version) ? _loader.LoadServedAsync(version, manifestSha256: null, isQuiet: false, cancellationToken) : NotRegistered(version);

    /// <summary>Does the same of the version that an alias points to.</summary>
    public Task<BundleLoad> LoadServedAsync(AliasState alias, CancellationToken cancellationToken) => LoadServedAsync(alias, isQuiet: false, cancellationToken);

    /// <summary>Does the same, and leaves the processors to requests that come meanwhile.</summary>
    public Task<BundleLoad> LoadServedQuietlyAsync(AliasState alias, CancellationToken cancellationToken) => LoadServedAsync(alias, isQuiet: true, cancellationToken);

    /// <summary>What monitoring compares with, as it was stored with a version; null where there is none, or not the one that was registered.</summary>
    public async Task<byte[]?> ReadReferenceAsync(ModelManifest manifest, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        return manifest.Artefacts.FirstOrDefault(a => a.Name == BundleFiles.Reference) is { } artefact
            && await _blobs.ReadAsync(manifest.Version, artefact.Name, BundleReader.LargestArtefactBytes, cancellationToken) is { } bytes && BundleReader.Fault(manifest.Version, artefact, bytes) is null
            ? bytes : null;
    }

    /// <summary>Where an alias points; null where it points nowhere.</summary>
    public Task<AliasState?> GetAliasAsync(string alias, CancellationToken cancellationToken) =>
        ModelAlias.All.Contains(alias, StringComparer.Ordinal) ? _aliases.GetAsync(alias, cancellationToken) : Task.FromResult<AliasState?>(null);

    /// <summary>Points an alias to a version. Of several moves at once exactly one happens.</summary>
    /// <param name="alias">One of <see cref="ModelAlias.All"/>.</param>
    /// <param name="version">A registered version.</param>
    /// <param name="expectedTag">The <see cref="AliasState.Tag"/> that the caller has seen, <see cref="AliasState.NoTag"/> for an alias that must not exist yet, or null for whatever it is now.</param>
    /// <param name="by">Who moves it.</param>
    /// <param name="reason">Why.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<AliasMove> MoveAliasAsync(
        string alias, ModelVersion version, string? expectedTag, string by, string reason, CancellationToken cancellationToken) =>
        IsWellFormed(version)
            ? _moves.MoveAsync(alias, version, expectedTag, by, reason, cancellationToken)
            : Task.FromResult(new AliasMove(AliasMoveResult.UnknownVersion, null, $"Version '{version}' is not registered."));

    /// <summary>Moves the champion back to the version before it. A second rollback goes one further back.</summary>
    public Task<AliasMove> RollbackAsync(string by, string reason, CancellationToken cancellationToken) =>
        _moves.RollbackAsync(ModelAlias.Champion, by, reason, cancellationToken);

    /// <summary>All moves of an alias, the last one first.</summary>
    public async Task<IReadOnlyList<AliasHistoryEntry>> HistoryAsync(string alias, CancellationToken cancellationToken)
    {
        var entries = await _aliases.HistoryAsync(alias, cancellationToken);
        entries.Reverse();
        return entries;
    }

    /// <summary>The way from a version back over its parents to the first one, with the training data of each; empty where the version is not registered.</summary>
    public async Task<IReadOnlyList<LineageStep>> LineageAsync(ModelVersion version, CancellationToken cancellationToken)
    {
        var steps = new List<LineageStep>();
        ModelVersion? next = version;
        while (next is { } current && steps.Count < LongestLineage && steps.TrueForAll(s => s.Version != current)
            && await FindAsync(current, cancellationToken) is { } m)
        {
            steps.Add(new LineageStep(m.Version, m.Created, m.By, m.Reason, m.CodeVersion, m.Data, m.Parent));
            next = m.Parent;
        }

        return steps;
    }

    private Task<BundleLoad> LoadServedAsync(AliasState alias, bool isQuiet, CancellationToken cancellationToken) =>
        IsWellFormed(alias.Version) ? _loader.LoadServedAsync(alias.Version, alias.ManifestSha256, isQuiet, cancellationToken) : NotRegistered(alias.Version);

    private static Task<BundleLoad> NotRegistered(ModelVersion version) => Task.FromResult(BundleLoad.Refused($"Version '{version}' is not registered."));

    /// <summary>Whether a text can be a version at all, so that nothing else gets into the name of a blob or a key.</summary>
    private static bool IsWellFormed(ModelVersion version) => version.Value is { } value && VersionText().IsMatch(value);

    [GeneratedRegex("^m-[0-9a-f]{12}\\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex VersionText();

    [GeneratedRegex("^[a-z0-9-]{1,60}\\.[a-z]{1,8}\\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ArtefactName();
}
