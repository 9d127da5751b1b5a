using System.Text.Json;
using HotelCancellation.Model;
using HotelCancellation.Validation;

namespace HotelCancellation.Registry;

/// <summary>A file of a bundle.</summary>
/// <param name="Name">Its name in the version's folder.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Sha256">Its SHA-256, lower-case hex.</param>
public sealed record Artefact(string Name, long Bytes, string Sha256);

/// <summary>What a model was trained on: enough to find the very rows again.</summary>
public sealed record TrainingData
{
    /// <summary>SHA-256 over the accepted rows in their order, lower-case hex; also the name of the data set's folder in <c>datasets</c>.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>The name of the source, without its path.</summary>
    public required string Source { get; init; }

    /// <summary>SHA-256 of the source's bytes, or null where the source is not one file.</summary>
    public string? SourceSha256 { get; init; }

    /// <summary>Rows read.</summary>
    public required long RowsRead { get; init; }

    /// <summary>Rows accepted.</summary>
    public required long RowsAccepted { get; init; }

    /// <summary>Rows quarantined.</summary>
    public required long RowsQuarantined { get; init; }

    /// <summary>Rows the model was trained on.</summary>
    public required long RowsTrained { get; init; }

    /// <summary>The first arrival date.</summary>
    public required DateOnly FirstArrival { get; init; }

    /// <summary>The last arrival date.</summary>
    public required DateOnly LastArrival { get; init; }

    /// <summary>Arrivals from this day on were kept for the evaluation; null where that is not known.</summary>
    public DateOnly? Split { get; init; }

    /// <summary>Nothing that happened on this day or later was learned from; null where that is not known.</summary>
    public DateOnly? KnownBefore { get; init; }
}

/// <summary>
/// What a bundle is and where it comes from. The same data, settings and seed give the same manifest but for
/// <see cref="Created"/>, <see cref="By"/>, <see cref="Reason"/> and <see cref="Parent"/>.
/// </summary>
public sealed record ModelManifest
{
    /// <summary>The schema that this program writes, and the newest that it reads.</summary>
    public const int CurrentSchema = 2;

    /// <summary>The schema of the bundle.</summary>
    public required int Schema { get; init; }

    /// <summary>The version.</summary>
    public required ModelVersion Version { get; init; }

    /// <summary>When it was made, UTC.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>Who made it.</summary>
    public required string By { get; init; }

    /// <summary>Why it was made.</summary>
    public required string Reason { get; init; }

    /// <summary>The version it replaces or derives from, or null.</summary>
    public ModelVersion? Parent { get; init; }

    /// <summary>The version of the program that made it.</summary>
    public required string CodeVersion { get; init; }

    /// <summary>The training data.</summary>
    public required TrainingData Data { get; init; }

    /// <summary>The settings of the training, by name.</summary>
    public required IReadOnlyDictionary<string, JsonElement> Settings { get; init; }

    /// <summary>The features, in the order of the encoder.</summary>
    public required IReadOnlyList<string> Features { get; init; }

    /// <summary>The metrics on rows that the model was not trained on, by the names of the field: <c>auc</c>, <c>ap</c>, <c>brier</c>, ...</summary>
    public required IReadOnlyDictionary<string, double> Metrics { get; init; }

    /// <summary>The least and the greatest value of numbers in the training rows, by field; null in manifests made before this was kept.</summary>
    public IReadOnlyDictionary<string, NumberRange>? Ranges { get; init; }

    /// <summary>The files.</summary>
    public required IReadOnlyList<Artefact> Artefacts { get; init; }
}
