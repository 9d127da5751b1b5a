namespace HotelCancellation.Predictions;

/// <summary>A prediction: <c>p-</c> and the 32 hex digits of a version 7 UUID (RFC 9562, section 5.7), so that ids sort by time.</summary>
/// <param name="Value">The text.</param>
public readonly record struct PredictionId(string Value)
{
    /// <summary>A new id.</summary>
    /// <param name="now">The time of the prediction.</param>
    public static PredictionId New(DateTimeOffset now) => new($"p-{Guid.CreateVersion7(now):N}");

    /// <inheritdoc/>
    public override string ToString() => Value;
}
