using HotelCancellation.Model;

namespace HotelCancellation.Registry;

/// <summary>A line of the list of versions.</summary>
public sealed record ModelSummary
{
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

    /// <summary>The fingerprint of its training data.</summary>
    public required string DataFingerprint { get; init; }

    /// <summary>The name of the source of its training data.</summary>
    public required string Source { get; init; }

    /// <summary>Rows it was trained on.</summary>
    public required long RowsTrained { get; init; }

    /// <summary>Its metrics on rows that it was not trained on.</summary>
    public required IReadOnlyDictionary<string, double> Metrics { get; init; }
}

/// <summary>One step on the way from a version back to its first ancestor.</summary>
/// <param name="Version">The version.</param>
/// <param name="Created">When it was made, UTC.</param>
/// <param name="By">Who made it.</param>
/// <param name="Reason">Why.</param>
/// <param name="CodeVersion">The version of the program that made it.</param>
/// <param name="Data">What it was trained on.</param>
/// <param name="Parent">The next step, or null at the first ancestor. In the last step it names a version that is no longer stored, where it is not null.</param>
public sealed record LineageStep(
    ModelVersion Version, DateTimeOffset Created, string By, string Reason, string CodeVersion, TrainingData Data, ModelVersion? Parent);
