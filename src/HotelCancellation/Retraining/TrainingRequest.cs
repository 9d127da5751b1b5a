using HotelCancellation.Bookings.Reading;

namespace HotelCancellation.Retraining;

/// <summary>What a training run is asked for.</summary>
public sealed record TrainingRequest
{
    /// <summary>The bookings.</summary>
    public required FileInfo Source { get; init; }

    /// <summary>What the bookings are of, such as a property: runs of one source are compared. Null for the file's name.</summary>
    public string? SourceName { get; init; }

    /// <summary>How the bookings are read, such as by a mapping.</summary>
    public BookingReadOptions Reading { get; init; } = BookingReadOptions.Default;

    /// <summary>Arrivals from this day on are for evaluation alone; null keeps the latest share and trains on all afterwards.</summary>
    public DateOnly? Split { get; init; }

    /// <summary>Whether to keep the data set and the model in storage.</summary>
    public required bool Register { get; init; }

    /// <summary>Whether to make the model the champion; needs <see cref="Register"/>.</summary>
    public bool Promote { get; init; }

    /// <summary>Who asks.</summary>
    public required string By { get; init; }

    /// <summary>Why.</summary>
    public required string Reason { get; init; }
}
