using System.Globalization;
using System.Text.Json;
using HotelCancellation.Features;
using HotelCancellation.Model;
using HotelCancellation.Platform;

namespace HotelCancellation.Registry;

/// <summary>Judges the bytes of a bundle: gives the bundle, or says in one sentence why it must not be served. No I/O.</summary>
internal static class BundleReader
{
    /// <summary>How far a known row's probability may be from the one stored with it.</summary>
    public const double KnownRowTolerance = 1e-9;

    /// <summary>The largest file that is loaded.</summary>
    public const long LargestArtefactBytes = 256L << 20;

    /// <summary>Reads a manifest and checks that it is the one of the version.</summary>
    public static (ModelManifest? Manifest, string? Refusal) ReadManifest(byte[] bytes, ModelVersion version)
    {
        try
        {
            // The schema before anything else: of a newer one, nothing else may be understood.
            var schema = BundleJsonReader.Schema(bytes);
            if (schema > ModelManifest.CurrentSchema)
            {
                return (null, $"{version} has schema {schema}; this program reads up to {ModelManifest.CurrentSchema}. Serve it with a newer program.");
            }

            if (schema < 1)
            {
                return (null, $"{version}: '{BundleFiles.Manifest}' has no schema.");
            }

            var manifest = BundleJsonReader.Manifest(bytes);
            return manifest.Version != version || BundleFiles.VersionOf(manifest.Artefacts) != version
                ? (null, $"{version}: '{BundleFiles.Manifest}' does not belong to it; the version follows from the files' hashes.")
                : (manifest, null);
        }
        catch (JsonException e)
        {
            return (null, $"{version}: '{BundleFiles.Manifest}' cannot be read: {e.Message}");
        }
    }

    /// <summary>What is wrong with a file of the manifest, or null.</summary>
    /// <param name="version">The version.</param>
    /// <param name="artefact">What the manifest says.</param>
    /// <param name="bytes">What is stored; null where nothing is.</param>
    public static string? Fault(ModelVersion version, Artefact artefact, byte[]? bytes)
    {
        if (bytes is null)
        {
            return $"{version}: '{artefact.Name}' is missing.";
        }

        var hash = BundleFiles.Sha256(bytes);
        return bytes.Length == artefact.Bytes && hash == artefact.Sha256
            ? null
            : $"{version}: '{artefact.Name}' does not match its hash: expected {artefact.Sha256[..12]}… over {artefact.Bytes} bytes, found {hash[..12]}… over {bytes.Length}.";
    }

    /// <summary>Puts the bundle together from files that match their hashes, and scores its known rows.</summary>
    /// <param name="manifest">The manifest.</param>
    /// <param name="files">The files by name, at least those that are served.</param>
    /// <param name="isOnOneThread">Whether this thread does all of it; nobody should wait for that.</param>
    public static BundleLoad Read(ModelManifest manifest, IReadOnlyDictionary<string, byte[]> files, bool isOnOneThread = false)
    {
        var version = manifest.Version;
        if (BundleFiles.Served.FirstOrDefault(name => !files.ContainsKey(name)) is { } missing)
        {
            return BundleLoad.Refused($"{version}: '{missing}' is not among its files.");
        }

        try
        {
            var (model, known) = BundleFiles.Read(files, isOnOneThread);
            if (!manifest.Features.SequenceEqual(model.Encoder.Features.Select(f => f.Name), StringComparer.Ordinal))
            {
                return BundleLoad.Refused($"{version}: the manifest's features are not the encoder's.");
            }

            return KnownRowFault(model, known) is { } fault
                ? BundleLoad.Refused($"{version}: {fault}")
                : new BundleLoad(new ModelBundle(manifest, model, known) { Reference = files.GetValueOrDefault(BundleFiles.Reference) }, null);
        }
        catch (BundleFaultException e)
        {
            return BundleLoad.Refused($"{version}: {e.Message}");
        }
    }

    private static string? KnownRowFault(CancellationModel model, IReadOnlyList<KnownRow> known)
    {
        if (known.Count == 0)
        {
            return $"'{BundleFiles.KnownRows}' has no row to check the model with.";
        }

        for (var i = 0; i < known.Count; i++)
        {
            QuietThread.Pause();
            var got = model.Probability(new BookingAt(known[i].Booking, known[i].AsOf));

            // Written so that NaN is refused too.
            if (!(Math.Abs(got - known[i].Probability) <= KnownRowTolerance))
            {
                return string.Create(CultureInfo.InvariantCulture, $"known row {i + 1} of {known.Count} gives {got:R}; {known[i].Probability:R} is stored with it. This program does not score as the one that made the bundle.");
            }
        }

        return null;
    }
}
