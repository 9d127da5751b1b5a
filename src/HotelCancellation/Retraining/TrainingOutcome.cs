using HotelCancellation.Registry;
using HotelCancellation.Training;
using HotelCancellation.Validation;

namespace HotelCancellation.Retraining;

/// <summary>How a training run ended.</summary>
public sealed record TrainingOutcome
{
    /// <summary>What validation found.</summary>
    public required ValidationSummary Validation { get; init; }

    /// <summary>The rows beside the last runs of their source and the champion; null where the run keeps nothing.</summary>
    public ValidationReport? Report { get; init; }

    /// <summary>The training; null where validation stopped the run.</summary>
    public TrainingResult? Training { get; init; }

    /// <summary>The model's manifest; null where validation stopped the run.</summary>
    public ModelManifest? Manifest { get; init; }

    /// <summary>Whether the model is in the registry.</summary>
    public bool Registered { get; init; }

    /// <summary>How the promotion ended; null where none was asked for.</summary>
    public AliasMove? Promotion { get; init; }

    /// <summary>Seconds from the first row read to the model, without what storage took.</summary>
    public double Seconds { get; init; }
}
