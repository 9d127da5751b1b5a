using System.Text.Json;
using HotelCancellation.Validation;

namespace HotelCancellation.Registry;

/// <summary>Makes the files and the manifest of a draft, and proves that they can be loaded before anything is stored.</summary>
internal static class BundleDraftWriter
{
    /// <summary>Makes the files, by name in ordinal order, and the manifest.</summary>
    /// <exception cref="ArgumentException">The draft could not be loaded again; the message says why.</exception>
    public static (ModelManifest Manifest, SortedDictionary<string, byte[]> Files) Write(BundleDraft draft, DateTimeOffset now)
    {
        if (string.IsNullOrWhiteSpace(draft.By) || string.IsNullOrWhiteSpace(draft.Reason))
        {
            throw new ArgumentException("Who registers a model, and why, is required.", nameof(draft));
        }

        if (draft.Metrics.FirstOrDefault(m => !double.IsFinite(m.Value)) is { Key: { } name } metric)
        {
            throw new ArgumentException($"Metric '{name}' is {metric.Value}; leave out what cannot be computed.", nameof(draft));
        }

        RequireJson(draft.Evaluation);
        var files = BundleFiles.Write(draft);
        var artefacts = files.Select(f => new Artefact(f.Key, f.Value.Length, BundleFiles.Sha256(f.Value))).ToList();
        var manifest = new ModelManifest
        {
            Schema = ModelManifest.CurrentSchema,
            Version = BundleFiles.VersionOf(artefacts),
            Created = now,
            By = draft.By,
            Reason = draft.Reason,
            Parent = draft.Parent,
            CodeVersion = draft.CodeVersion,
            Data = draft.Data,
            Settings = new SortedDictionary<string, JsonElement>(draft.Settings.ToDictionary(), StringComparer.Ordinal),
            Features = [.. draft.Model.Encoder.Features.Select(f => f.Name)],
            Metrics = new SortedDictionary<string, double>(draft.Metrics.ToDictionary(), StringComparer.Ordinal),
            Ranges = draft.Ranges is null ? null : new SortedDictionary<string, NumberRange>(draft.Ranges.ToDictionary(), StringComparer.Ordinal),
            Artefacts = artefacts,
        };
        return BundleReader.Read(manifest, files).Refusal is { } refusal
            ? throw new ArgumentException($"The draft cannot be registered. {refusal}", nameof(draft))
            : (manifest, files);
    }

    private static void RequireJson(byte[] evaluation)
    {
        try
        {
            using var _ = JsonDocument.Parse(evaluation);
        }
        catch (JsonException e)
        {
            throw new ArgumentException($"The evaluation is not JSON: {e.Message}", nameof(evaluation), e);
        }
    }
}
