using System.Text.Json;
using HotelCancellation.Model;

namespace HotelCancellation.Registry;

/// <summary>A bundle as a folder of files, as it lies in <c>models/{version}/</c>, checked as a host would check it.</summary>
public static class BundleFolder
{
    /// <summary>Loads it, or says why it is refused.</summary>
    public static async Task<BundleLoad> LoadAsync(string folder, CancellationToken cancellationToken)
    {
        var manifestFile = Path.Combine(folder, BundleFiles.Manifest);
        if (!File.Exists(manifestFile))
        {
            return BundleLoad.Refused($"{folder} has no {BundleFiles.Manifest}; the folder of a model version is expected.");
        }

        var bytes = await File.ReadAllBytesAsync(manifestFile, cancellationToken);
        var (manifest, refusal) = BundleReader.ReadManifest(bytes, VersionOf(bytes));
        if (manifest is null)
        {
            return BundleLoad.Refused(refusal!);
        }

        var files = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var artefact in manifest.Artefacts)
        {
            // A manifest is text from elsewhere: its names must not lead out of the folder.
            var path = Path.Combine(folder, Path.GetFileName(artefact.Name));
            var content = File.Exists(path) && new FileInfo(path).Length <= BundleReader.LargestArtefactBytes ? await File.ReadAllBytesAsync(path, cancellationToken) : null;
            if (BundleReader.Fault(manifest.Version, artefact, content) is { } fault)
            {
                return BundleLoad.Refused(fault);
            }

            files[artefact.Name] = content!;
        }

        return BundleReader.Read(manifest, files);
    }

    private static ModelVersion VersionOf(byte[] manifest)
    {
        try
        {
            return JsonSerializer.Deserialize<VersionOnly>(manifest, RegistryJson.Lenient)?.Version ?? default;
        }
        catch (JsonException)
        {
            return default;
        }
    }

    private sealed record VersionOnly(ModelVersion Version);
}
