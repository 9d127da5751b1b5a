using System.Collections.Frozen;

namespace HotelCancellation.Features;

/// <summary>A feature with what it learned at training. This is what a bundle stores.</summary>
public sealed record FittedFeature
{
    /// <summary>The feature's name in <see cref="FeatureCatalog"/>.</summary>
    public required string Name { get; init; }

    /// <summary>How its value becomes a number.</summary>
    public required FeatureEncoding Encoding { get; init; }

    /// <summary>The number for a missing category. Unused for <see cref="FeatureEncoding.Number"/>.</summary>
    public float Missing { get; init; }

    /// <summary>The number for a category that training had not seen. Unused for <see cref="FeatureEncoding.Number"/>.</summary>
    public float Unseen { get; init; }

    /// <summary>The number for each category seen at training, by ordinal name. Empty for <see cref="FeatureEncoding.Number"/>.</summary>
    public FrozenDictionary<string, float> Values { get; init; } = FrozenDictionary<string, float>.Empty;
}
