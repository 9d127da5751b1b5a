using System.Text.Json;
using HotelCancellation.Model;
using HotelCancellation.Registry;

namespace HotelCancellation.Api.Endpoints;

/// <summary>All versions, and where the aliases point.</summary>
internal sealed record ModelsAnswer
{
    /// <summary>The version that this process serves, or null.</summary>
    public ModelVersion? Serving { get; init; }

    /// <summary>The aliases that point somewhere.</summary>
    public required IReadOnlyList<AliasAnswer> Aliases { get; init; }

    /// <summary>The versions, the newest first.</summary>
    public required IReadOnlyList<ModelSummary> Models { get; init; }
}

/// <summary>Where an alias points.</summary>
internal sealed record AliasAnswer
{
    /// <summary>The alias.</summary>
    public required string Alias { get; init; }

    /// <summary>The version.</summary>
    public required ModelVersion Version { get; init; }

    /// <summary>Since when, UTC.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>Who moved it there.</summary>
    public required string By { get; init; }

    /// <summary>Why.</summary>
    public required string Reason { get; init; }

    /// <summary>How often it was moved, from 1.</summary>
    public required long Sequence { get; init; }

    /// <summary>What to send as If-Match to move it only if nobody else has.</summary>
    public required string ETag { get; init; }

    public static AliasAnswer Of(AliasState state) => new()
    {
        Alias = state.Alias,
        Version = state.Version,
        Since = state.Since,
        By = state.By,
        Reason = state.Reason,
        Sequence = state.Sequence,
        ETag = $"\"{AliasTag.Encode(state.Tag)}\"",
    };
}

/// <summary>How a move of an alias ended.</summary>
internal sealed record AliasMoveAnswer
{
    /// <summary>Where the alias points now.</summary>
    public required AliasAnswer State { get; init; }

    /// <summary>False where it already pointed there.</summary>
    public required bool Moved { get; init; }

    /// <summary>The same in a sentence.</summary>
    public required string Message { get; init; }

    /// <summary>The version that this process serves now; other processes follow within seconds.</summary>
    public ModelVersion? Serving { get; init; }

    /// <summary>Why this process did not let the version in, where it did not.</summary>
    public string? Refusal { get; init; }
}

/// <summary>A version and all that is known of it.</summary>
internal sealed record ModelAnswer
{
    /// <summary>What it is and where it comes from.</summary>
    public required ModelManifest Manifest { get; init; }

    /// <summary>The aliases that point to it.</summary>
    public required IReadOnlyList<string> Aliases { get; init; }

    /// <summary>The way back over its parents, with the training data of each.</summary>
    public required IReadOnlyList<LineageStep> Lineage { get; init; }

    /// <summary>The model card, Markdown.</summary>
    public string? ModelCard { get; init; }

    /// <summary>What the promotion gate has said of it in each run, and who has overridden that; as they are stored.</summary>
    public required IReadOnlyList<JsonElement> Verdicts { get; init; }
}

/// <summary>Two versions side by side.</summary>
internal sealed record ModelComparison
{
    /// <summary>The first version.</summary>
    public required ComparedModel A { get; init; }

    /// <summary>The second version.</summary>
    public required ComparedModel B { get; init; }

    /// <summary>Whether both were evaluated on the very same rows. Where they were not, the differences say little.</summary>
    public required bool SameRows { get; init; }

    /// <summary>The same in a sentence.</summary>
    public required string Statement { get; init; }

    /// <summary>The metrics of both, by name.</summary>
    public required IReadOnlyList<ComparedMetric> Metrics { get; init; }
}

/// <summary>One of two versions.</summary>
/// <param name="Version">The version.</param>
/// <param name="Created">When it was made, UTC.</param>
/// <param name="Data">What it was trained and evaluated on.</param>
internal sealed record ComparedModel(ModelVersion Version, DateTimeOffset Created, TrainingData Data);

/// <summary>A metric of two versions.</summary>
/// <param name="Name">Its name.</param>
/// <param name="A">Of the first, or null.</param>
/// <param name="B">Of the second, or null.</param>
/// <param name="Difference">Second minus first, or null.</param>
internal sealed record ComparedMetric(string Name, double? A, double? B, double? Difference);
