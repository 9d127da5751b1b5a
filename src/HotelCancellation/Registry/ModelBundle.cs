using System.Text.Json;
using HotelCancellation.Bookings;
using HotelCancellation.Model;
using HotelCancellation.Validation;

namespace HotelCancellation.Registry;

/// <summary>A booking with the probability that the model gave it when it was made: it must give the same wherever it is loaded.</summary>
/// <param name="Booking">The booking.</param>
/// <param name="AsOf">The day it was asked about.</param>
/// <param name="Probability">The calibrated probability.</param>
public sealed record KnownRow(Booking Booking, DateOnly AsOf, double Probability);

/// <summary>A model that is to be registered, and all that is said of it.</summary>
public sealed record BundleDraft
{
    /// <summary>The model.</summary>
    public required CancellationModel Model { get; init; }

    /// <summary>Some 64 rows that show the whole range of the model; at least one. Guests and booking ids are not stored.</summary>
    public required IReadOnlyList<KnownRow> KnownRows { get; init; }

    /// <summary>The training data.</summary>
    public required TrainingData Data { get; init; }

    /// <summary>The settings of the training, by name.</summary>
    public required IReadOnlyDictionary<string, JsonElement> Settings { get; init; }

    /// <summary>Finite numbers by name, such as <c>auc</c>.</summary>
    public required IReadOnlyDictionary<string, double> Metrics { get; init; }

    /// <summary>The least and the greatest value of numbers in the training rows, by field; null where that is not known.</summary>
    public IReadOnlyDictionary<string, NumberRange>? Ranges { get; init; }

    /// <summary>Markdown. Part of the version, so it must not tell the time of the run.</summary>
    public required string ModelCard { get; init; }

    /// <summary>The whole evaluation, JSON. Part of the version, so it must not tell the time of the run.</summary>
    public required byte[] Evaluation { get; init; }

    /// <summary>What monitoring compares with, as its own bytes; null where there is none. Part of the version.</summary>
    public byte[]? Reference { get; init; }

    /// <summary>The version of the program.</summary>
    public required string CodeVersion { get; init; }

    /// <summary>Who registers it.</summary>
    public required string By { get; init; }

    /// <summary>Why it was made.</summary>
    public required string Reason { get; init; }

    /// <summary>The version it replaces or derives from.</summary>
    public ModelVersion? Parent { get; init; }
}

/// <summary>A registered model as it was loaded and checked. Immutable.</summary>
/// <param name="Manifest">What it is.</param>
/// <param name="Model">The model.</param>
/// <param name="KnownRows">The rows it was checked with.</param>
public sealed record ModelBundle(ModelManifest Manifest, CancellationModel Model, IReadOnlyList<KnownRow> KnownRows)
{
    /// <summary>What monitoring compares with, as its own bytes; null in bundles that were made before this was kept, and where only what predictions need was loaded.</summary>
    public byte[]? Reference { get; init; }

    /// <summary>The version.</summary>
    public ModelVersion Version => Manifest.Version;
}

/// <summary>A bundle, or why it is refused.</summary>
/// <param name="Bundle">The bundle, or null when it is refused.</param>
/// <param name="Refusal">One sentence that names the file and what is wrong with it, or null.</param>
public sealed record BundleLoad(ModelBundle? Bundle, string? Refusal)
{
    /// <summary>What is wrong with what is stored although the bundle can be had, or null.</summary>
    public string? Warning { get; init; }

    internal static BundleLoad Refused(string refusal) => new(null, refusal);
}
