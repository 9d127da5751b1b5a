using HotelCancellation.Model;
using HotelCancellation.Platform;

namespace HotelCancellation.Registry;

/// <summary>Reads bundles from storage and checks them.</summary>
internal sealed class BundleLoader(BlobBundles blobs, TableVersions versions)
{
    /// <summary>All of it.</summary>
    public async Task<BundleLoad> LoadAsync(ModelVersion version, CancellationToken cancellationToken)
    {
        var (stored, refusal) = await FilesAsync(version, versions.ManifestHashAsync(version, cancellationToken), isServedOnly: false, cancellationToken);
        return stored is null ? BundleLoad.Refused(refusal!) : stored.Load(isOnOneThread: false);
    }

    /// <summary>What predictions need of it: from its archive, or else file by file.</summary>
    /// <param name="version">The version.</param>
    /// <param name="manifestSha256">The hash of the manifest that was registered; null where it has to be looked up.</param>
    /// <param name="isQuiet">Whether requests that come meanwhile go first.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<BundleLoad> LoadServedAsync(ModelVersion version, string? manifestSha256, bool isQuiet, CancellationToken cancellationToken)
    {
        var registered = manifestSha256 is null ? versions.ManifestHashAsync(version, cancellationToken) : Task.FromResult<string?>(manifestSha256);
        var archive = await blobs.ReadAsync(version, ServedArchive.Name, ServedArchive.LargestBytes, cancellationToken);
        var unpacked = archive is null || await registered is not { } hash ? null : await RunAsync(() => Unpack(version, archive, hash), isQuiet);
        if (unpacked is { Bundle: not null })
        {
            return unpacked;
        }

        // Bundles had no archive before, and the files are what counts.
        var (stored, refusal) = await FilesAsync(version, registered, isServedOnly: true, cancellationToken);
        var load = stored is null ? BundleLoad.Refused(refusal!) : await RunAsync(() => stored.Load(isOnOneThread: isQuiet), isQuiet);
        return load.Bundle is null ? load : load with { Warning = unpacked?.Refusal };

        BundleLoad Unpack(ModelVersion version, byte[] archive, string hash)
        {
            var files = ServedArchive.Read(archive);
            if (files is null)
            {
                return BundleLoad.Refused($"{version}: '{ServedArchive.Name}' cannot be read.");
            }

            var (manifest, wanted, refusal) = Wanted(version, files.GetValueOrDefault(BundleFiles.Manifest), hash, isServedOnly: true);
            return manifest is null
                ? InArchive(BundleLoad.Refused(refusal!))
                : InArchive(new StoredBundle(manifest, [.. wanted.Select(a => (a, files.GetValueOrDefault(a.Name)))]).Load(isOnOneThread: isQuiet));
        }

        static BundleLoad InArchive(BundleLoad load) => load.Refusal is { } refusal ? BundleLoad.Refused($"{refusal} So it is in '{ServedArchive.Name}'.") : load;
    }

    private static Task<BundleLoad> RunAsync(Func<BundleLoad> load, bool isQuiet) => isQuiet ? QuietThread.RunAsync(load) : Task.FromResult(load());

    /// <summary>The manifest, and which of its files are wanted; or why there is none.</summary>
    private static (ModelManifest? Manifest, Artefact[] Wanted, string? Refusal) Wanted(ModelVersion version, byte[]? bytes, string hash, bool isServedOnly)
    {
        if (bytes is null)
        {
            return (null, [], $"{version}: '{BundleFiles.Manifest}' is missing.");
        }

        if (BundleFiles.Sha256(bytes) != hash)
        {
            return (null, [], $"{version}: '{BundleFiles.Manifest}' does not match its hash: it is not the one that was registered.");
        }

        var (manifest, refusal) = BundleReader.ReadManifest(bytes, version);
        Artefact[] wanted = [.. manifest?.Artefacts.Where(a => !isServedOnly || BundleFiles.Served.Contains(a.Name)) ?? []];
        return wanted.FirstOrDefault(a => a.Bytes > BundleReader.LargestArtefactBytes) is { } tooLarge
            ? (null, [], $"{version}: '{tooLarge.Name}' has {tooLarge.Bytes} bytes; at most {BundleReader.LargestArtefactBytes} are loaded.")
            : (manifest, wanted, refusal);
    }

    private async Task<(StoredBundle? Stored, string? Refusal)> FilesAsync(ModelVersion version, Task<string?> registered, bool isServedOnly, CancellationToken cancellationToken)
    {
        var read = blobs.ReadAsync(version, BundleFiles.Manifest, cancellationToken);
        if (await registered is not { } hash)
        {
            return (null, $"Version '{version}' is not registered.");
        }

        var (manifest, wanted, refusal) = Wanted(version, await read, hash, isServedOnly);
        if (manifest is null)
        {
            return (null, refusal);
        }

        var contents = await Task.WhenAll(wanted.Select(a => blobs.ReadAsync(version, a.Name, BundleReader.LargestArtefactBytes, cancellationToken)));
        return (new StoredBundle(manifest, [.. wanted.Zip(contents)]), null);
    }

    /// <summary>Files of a bundle as they are stored; null for one that is not.</summary>
    private sealed record StoredBundle(ModelManifest Manifest, IReadOnlyList<(Artefact Artefact, byte[]? Content)> Stored)
    {
        public BundleLoad Load(bool isOnOneThread)
        {
            var files = new Dictionary<string, byte[]>(StringComparer.Ordinal);
            foreach (var (artefact, content) in Stored)
            {
                if (BundleReader.Fault(Manifest.Version, artefact, content) is { } fault)
                {
                    return BundleLoad.Refused(fault);
                }

                files.Add(artefact.Name, content!);
            }

            return BundleReader.Read(Manifest, files, isOnOneThread);
        }
    }
}
