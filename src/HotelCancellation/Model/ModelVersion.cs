namespace HotelCancellation.Model;

/// <summary>A model version: <c>m-</c> and the first 12 hex digits of the SHA-256 over its artefacts, so that equal content has an equal name.</summary>
/// <param name="Value">The text.</param>
public readonly record struct ModelVersion(string Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value;
}
