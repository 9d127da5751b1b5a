using HotelCancellation.Model;
using HotelCancellation.Platform;

namespace HotelCancellation.Registry;

/// <summary>Reads bundles from storage and checks them.</summary>
internal sealed class BundleLoader(BlobBundles blobs, TableVersions versions)
{
    /// <summary>All of it.</summary>
    public async Task<BundleLoad> LoadAsync(ModelVersion version, CancellationToken cancellationToken)
    {
        var (stored, refusal) = await ReadAsync(version, isServedOnly: false, cancellationToken);
        return stored is null ? refusal! : stored.Load(isOnOneThread: false);
    }

    /// <summary>What predictions need of it.</summary>
    /// <param name="version">The version.</param>
    /// <param name="isQuiet">Whether requests that come meanwhile go first.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<BundleLoad> LoadServedAsync(ModelVersion version, bool isQuiet, CancellationToken cancellationToken)
    {
        var (stored, refusal) = await ReadAsync(version, isServedOnly: true, cancellationToken);
        return stored is null ? refusal! : isQuiet ? await QuietThread.RunAsync("model", () => stored.Load(isOnOneThread: true)) : stored.Load(isOnOneThread: false);
    }

    private async Task<(StoredBundle? Stored, BundleLoad? Refusal)> ReadAsync(ModelVersion version, bool isServedOnly, CancellationToken cancellationToken)
    {
        // What every bundle has is asked for at once, since a host that starts waits for it: the manifest is read while the files come.
        var registered = versions.ManifestHashAsync(version, cancellationToken);
        var read = blobs.ReadAsync(version, BundleFiles.Manifest, cancellationToken);
        var served = BundleFiles.Served.ToDictionary(name => name, name => blobs.ReadAsync(version, name, BundleReader.LargestArtefactBytes, cancellationToken), StringComparer.Ordinal);
        if (await registered is not { } manifestHash)
        {
            return Refused($"Version '{version}' is not registered.");
        }

        if (await read is not { } bytes)
        {
            return Refused($"{version}: '{BundleFiles.Manifest}' is missing.");
        }

        if (BundleFiles.Sha256(bytes) != manifestHash)
        {
            return Refused($"{version}: '{BundleFiles.Manifest}' does not match its hash: it is not the one that was registered.");
        }

        var (manifest, refusal) = BundleReader.ReadManifest(bytes, version);
        if (manifest is null)
        {
            return Refused(refusal!);
        }

        var wanted = manifest.Artefacts.Where(a => !isServedOnly || served.ContainsKey(a.Name)).ToArray();
        if (wanted.FirstOrDefault(a => a.Bytes > BundleReader.LargestArtefactBytes) is { } tooLarge)
        {
            return Refused($"{version}: '{tooLarge.Name}' has {tooLarge.Bytes} bytes; at most {BundleReader.LargestArtefactBytes} are loaded.");
        }

        var contents = await Task.WhenAll(wanted.Select(a => served.TryGetValue(a.Name, out var comes) ? comes : blobs.ReadAsync(version, a.Name, BundleReader.LargestArtefactBytes, cancellationToken)));
        return (new StoredBundle(manifest, wanted, contents), null);

        static (StoredBundle? Stored, BundleLoad? Refusal) Refused(string refusal) => (null, BundleLoad.Refused(refusal));
    }

    /// <summary>Files of a bundle as they are stored.</summary>
    private sealed record StoredBundle(ModelManifest Manifest, Artefact[] Artefacts, byte[]?[] Contents)
    {
        public BundleLoad Load(bool isOnOneThread)
        {
            var files = new Dictionary<string, byte[]>(StringComparer.Ordinal);
            foreach (var (artefact, content) in Artefacts.Zip(Contents))
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
