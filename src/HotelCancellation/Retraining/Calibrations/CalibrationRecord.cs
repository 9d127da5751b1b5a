namespace HotelCancellation.Retraining.Calibrations;

/// <summary>How a look at the champion's calibration ended.</summary>
public enum CalibrationResult
{
    /// <summary>A child version has passed the gate, and its rollout has begun.</summary>
    Staged,

    /// <summary>A child version was made and is not better by more than chance, or another criterion of the gate is not met.</summary>
    Refused,

    /// <summary>No child version was made: there is no champion, or too little has matured since it was trained.</summary>
    Nothing,

    /// <summary>The last one is not so long ago.</summary>
    NotDue,

    /// <summary>A training or a rollout is under way, or another process is at it.</summary>
    Busy,
}

/// <summary>What a refresh of the calibration came to.</summary>
public sealed record CalibrationRecord
{
    /// <summary>The day on which it was done, UTC.</summary>
    public required DateOnly Day { get; init; }

    /// <summary>How it ended.</summary>
    public required CalibrationResult Result { get; init; }

    /// <summary>The same in a sentence.</summary>
    public required string Statement { get; init; }

    /// <summary>The version that was asked; null where there was none.</summary>
    public string? Parent { get; init; }

    /// <summary>The child version; null where none was made.</summary>
    public string? Version { get; init; }

    /// <summary>The rollout of the child; null where none has begun.</summary>
    public string? Rollout { get; init; }
}
