using HotelCancellation.Registry;

namespace HotelCancellation.Retraining.Calibrations;

/// <summary>What a refresh of the calibration is asked for.</summary>
public sealed record CalibrationRequest
{
    /// <summary>The model: a version or an alias.</summary>
    /// <value>Default: champion.</value>
    public string Model { get; init; } = ModelAlias.Champion;

    /// <summary>Whether to make the new version the champion.</summary>
    public bool Promote { get; init; }

    /// <summary>Who asks.</summary>
    public required string By { get; init; }

    /// <summary>Why.</summary>
    public required string Reason { get; init; }
}
