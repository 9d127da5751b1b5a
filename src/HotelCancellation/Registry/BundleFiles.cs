using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text;
using HotelCancellation.Bookings;
using HotelCancellation.Features;
using HotelCancellation.Model.Scoring;
using HotelCancellation.Model;
using HotelCancellation.Platform;

namespace HotelCancellation.Registry;

/// <summary>The files of a bundle by name, and how each is written and read.</summary>
internal static class BundleFiles
{
    private const int HashedAtOnce = 1 << 16;
    public const string Ensemble = "ensemble.bin";
    public const string Encoder = "encoder.json";
    public const string Calibration = "calibration.json";
    public const string KnownRows = "known-rows.json";
    public const string Evaluation = "evaluation.json";
    public const string ModelCard = "model-card.md";
    public const string Manifest = "manifest.json";
    public const string Reference = "reference.bin";

    /// <summary>The files that a bundle must have to be served.</summary>
    public static IReadOnlyList<string> Served { get; } = [Ensemble, Encoder, Calibration, KnownRows];

    /// <summary>Writes all files but the manifest, by name in ordinal order.</summary>
    public static SortedDictionary<string, byte[]> Write(BundleDraft draft)
    {
        var files = new SortedDictionary<string, byte[]>(StringComparer.Ordinal)
        {
            [Ensemble] = EnsembleFormat.Write(draft.Model.Ensemble),
            [Encoder] = ToJson(new EncoderFile([.. draft.Model.Encoder.Features.Select(ToFile)])),
            [Calibration] = ToJson(new CalibrationFile(draft.Model.Calibration, draft.Model.Rule, ByProperty(draft.Model))),
            [KnownRows] = ToJson(draft.KnownRows.Select(WithoutPerson)),
            [Evaluation] = draft.Evaluation,
            [ModelCard] = Encoding.UTF8.GetBytes(draft.ModelCard),
        };
        if (draft.Reference is { } reference)
        {
            files.Add(Reference, reference);
        }

        return files;
    }

    /// <summary>The version of the files: it changes when any name or any byte does.</summary>
    public static ModelVersion VersionOf(IEnumerable<Artefact> artefacts)
    {
        var text = string.Concat(artefacts.OrderBy(a => a.Name, StringComparer.Ordinal).Select(a => $"{a.Name}\n{a.Sha256}\n"));
        return new ModelVersion($"m-{Sha256(Encoding.UTF8.GetBytes(text))[..12]}");
    }

    /// <summary>Lower-case hex.</summary>
    public static string Sha256(ReadOnlySpan<byte> bytes)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (; !bytes.IsEmpty; bytes = bytes[Math.Min(HashedAtOnce, bytes.Length)..])
        {
            hash.AppendData(bytes[..Math.Min(HashedAtOnce, bytes.Length)]);
            QuietThread.Pause();
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    public static byte[] ToJson<T>(T value) => JsonSerializer.SerializeToUtf8Bytes(value, RegistryJson.Strict);

    /// <summary>Puts the model together again.</summary>
    /// <param name="files">The files that are served, by name.</param>
    /// <param name="isOnOneThread">Whether this thread does all of it; another reads the trees otherwise.</param>
    /// <exception cref="BundleFaultException">A file is not what it should be.</exception>
    public static (CancellationModel Model, IReadOnlyList<KnownRow> KnownRows) Read(IReadOnlyDictionary<string, byte[]> files, bool isOnOneThread)
    {
        var trees = new Lazy<(TreeEnsemble Ensemble, CompiledEnsemble Compiled)>(() => In(Ensemble, () => Trees(files[Ensemble])));
        if (!isOnOneThread)
        {
            _ = Task.Run(() => trees.Value);
        }

        var encoder = In(Encoder, () => new FeatureEncoder(BundleJsonReader.Encoder(files[Encoder]).Features.Select(FromFile)));
        var (calibration, rule, byProperty) = In(Calibration, () => Checked(BundleJsonReader.Calibration(files[Calibration])));
        var known = In(KnownRows, () => BundleJsonReader.KnownRows(files[KnownRows]));
        return In(Ensemble, () => (new CancellationModel(encoder, trees.Value.Ensemble, trees.Value.Compiled, calibration, rule, byProperty), known));
    }

    private static (TreeEnsemble Ensemble, CompiledEnsemble Compiled) Trees(byte[] bytes)
    {
        var (ensemble, fault) = EnsembleFormat.Read(bytes);
        return ensemble is null ? throw new FormatException(fault) : (ensemble, CompiledEnsemble.Of(ensemble));
    }

    private static T In<T>(string file, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is JsonException or FormatException or ArgumentException)
        {
            throw new BundleFaultException($"'{file}' cannot be used: {e.Message}", e);
        }
        finally
        {
            QuietThread.Pause();
        }
    }

    private static FeatureEntry ToFile(FittedFeature feature) => feature.Encoding == FeatureEncoding.Number
        ? new FeatureEntry { Name = feature.Name, Encoding = feature.Encoding }
        : new FeatureEntry
        {
            Name = feature.Name,
            Encoding = feature.Encoding,
            Missing = feature.Missing,
            Unseen = feature.Unseen,
            // Sorted, since a frozen dictionary's own order is not the same everywhere.
            Values = new SortedDictionary<string, float>(feature.Values, StringComparer.Ordinal),
        };

    private static FittedFeature FromFile(FeatureEntry entry) => new()
    {
        Name = entry.Name,
        Encoding = entry.Encoding,
        Missing = entry.Missing ?? 0,
        Unseen = entry.Unseen ?? 0,
        Values = entry.Values?.ToFrozenDictionary(StringComparer.Ordinal) ?? FrozenDictionary<string, float>.Empty,
    };

    /// <summary>A bundle is never changed, so it must not hold what a guest may ask to have erased. No feature looks at these fields.</summary>
    private static KnownRow WithoutPerson(KnownRow row, int index) => row with
    {
        Booking = row.Booking with { BookingId = new BookingId($"known-{index + 1}"), GuestRef = null, Country = null },
    };

    // Left out where there is none, so that a bundle without them has the version it always had.
    private static SortedDictionary<string, Calibration>? ByProperty(CancellationModel model) => model.CalibrationByProperty.Count == 0
        ? null
        : new SortedDictionary<string, Calibration>(model.CalibrationByProperty.ToDictionary(StringComparer.Ordinal), StringComparer.Ordinal);

    private static CalibrationFile Checked(CalibrationFile file) =>
        (file.ByProperty?.Values.AsEnumerable() ?? []).Prepend(file.Calibration).FirstOrDefault(c => !double.IsFinite(c.Intercept) || !double.IsFinite(c.Slope) || c.Slope <= 0) is { } wrong
            ? throw new FormatException($"The calibration {wrong.Intercept} + {wrong.Slope} x is not increasing.")
        : file.Rule is { Threshold: >= 0 and <= 1, MediumFrom: >= 0, HighFrom: <= 1 } && file.Rule.MediumFrom <= file.Rule.HighFrom
            ? file
            : throw new FormatException($"The decision rule {file.Rule} has a probability outside 0 to 1, or a medium risk above the high one.");

    internal sealed record EncoderFile(IReadOnlyList<FeatureEntry> Features);

    internal sealed record CalibrationFile(Calibration Calibration, DecisionRule Rule, SortedDictionary<string, Calibration>? ByProperty = null);

    internal sealed record FeatureEntry
    {
        public required string Name { get; init; }

        public required FeatureEncoding Encoding { get; init; }

        public float? Missing { get; init; }

        public float? Unseen { get; init; }

        public IDictionary<string, float>? Values { get; init; }
    }
}
