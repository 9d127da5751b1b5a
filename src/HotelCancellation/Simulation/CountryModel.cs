namespace HotelCancellation.Simulation;

/// <summary>
/// Where guests come from. Unlike the public data, the country stays what it was at booking: it is not set right at check-in.
/// </summary>
internal static class CountryModel
{
    private const double UnknownShare = 0.004;

    private static readonly Choice<string> Abroad = new(
        ("GBR", 0.19), ("FRA", 0.16), ("ESP", 0.135), ("DEU", 0.115), ("ITA", 0.06), ("IRL", 0.052), ("BEL", 0.037), ("BRA", 0.035), ("NLD", 0.033),
        ("USA", 0.033), ("CHE", 0.026), ("AUT", 0.02), ("SWE", 0.017), ("CHN", 0.015), ("POL", 0.015), ("ISR", 0.011), ("RUS", 0.01), ("NOR", 0.01), ("ROU", 0.008), ("FIN", 0.008));

    /// <summary>A guest's country (ISO 3166-1 alpha-3), or null.</summary>
    public static string? Draw(SegmentProfile segment, ref SplitMix64 random) =>
        random.Chance(UnknownShare) ? null
        : random.Chance(segment.HomeShare) ? Vocabulary.HomeCountry
        : Abroad.Pick(ref random);
}
