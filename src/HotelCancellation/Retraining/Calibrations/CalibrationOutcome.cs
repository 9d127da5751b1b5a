using HotelCancellation.Model;
using HotelCancellation.Registry;
using HotelCancellation.Training;

namespace HotelCancellation.Retraining.Calibrations;

/// <summary>How a refresh of the calibration ended.</summary>
public sealed record CalibrationOutcome
{
    /// <summary>Why there is no new version; null where there is one.</summary>
    public string? Refusal { get; init; }

    /// <summary>The new version.</summary>
    public ModelManifest? Manifest { get; init; }

    /// <summary>What was found.</summary>
    public CalibrationFindings? Findings { get; init; }

    /// <summary>How the promotion ended; null where none was asked for.</summary>
    public AliasMove? Promotion { get; init; }

    internal static CalibrationOutcome Refused(string refusal) => new() { Refusal = refusal };
}

/// <summary>What arrivals that matured after a training say of its calibration. The same arrivals always give the same findings.</summary>
public sealed record CalibrationFindings
{
    /// <summary>The version that was asked.</summary>
    public required ModelVersion Parent { get; init; }

    /// <summary>The first arrival day: nothing that happened on it or later was learned from.</summary>
    public required DateOnly From { get; init; }

    /// <summary>Arrivals before this day have matured.</summary>
    public required DateOnly MaturedBefore { get; init; }

    /// <summary>How it did as it was.</summary>
    public required Evaluation Before { get; init; }

    /// <summary>How it did with new corrections, those of even arrival weeks fitted on the odd ones and the other way round.</summary>
    public required Evaluation After { get; init; }

    /// <summary>The common correction as it was.</summary>
    public required Calibration CommonBefore { get; init; }

    /// <summary>The common correction, fitted on all of them.</summary>
    public required Calibration Common { get; init; }

    /// <summary>The corrections of properties that have one of their own, fitted on all of them.</summary>
    public required IReadOnlyDictionary<string, Calibration> ByProperty { get; init; }
}
