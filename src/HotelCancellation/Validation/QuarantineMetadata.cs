using System.Globalization;

namespace HotelCancellation.Validation;

/// <summary>What a quarantine holds, as the metadata of its blob, so that a list need not read it.</summary>
internal static class QuarantineMetadata
{
    private const string Rows = "rows";
    private const string Properties = "properties";
    private const string Many = "*";

    public static Dictionary<string, string> Of(QuarantineCounts counts) => new(StringComparer.Ordinal)
    {
        [Rows] = counts.Rows.ToString(CultureInfo.InvariantCulture),

        // Metadata are headers, and those are ASCII.
        [Properties] = counts.Properties is { } names ? string.Join(',', names.Select(Uri.EscapeDataString)) : Many,
    };

    /// <summary>What the metadata say; null where there are none, as of a quarantine whose writer was cut off at its very end.</summary>
    public static QuarantineCounts? Read(IDictionary<string, string> metadata)
    {
        if (!metadata.TryGetValue(Rows, out var text) || !long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var rows))
        {
            return null;
        }

        var properties = metadata.TryGetValue(Properties, out var names) && names != Many
            ? names.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(Uri.UnescapeDataString).ToList() : null;
        return new QuarantineCounts(rows, properties);
    }
}
