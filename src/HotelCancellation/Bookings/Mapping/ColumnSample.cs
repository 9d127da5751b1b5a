namespace HotelCancellation.Bookings.Mapping;

/// <summary>A column's name and its values in the first rows.</summary>
internal sealed class ColumnSample(string name)
{
    public string Name { get; } = name;

    public string Plain { get; } = Synonyms.Plain(name);

    /// <summary>The values that are there.</summary>
    public List<string> Values { get; } = [];

    /// <summary>The values that occur, the most frequent first.</summary>
    public IReadOnlyList<string> Distinct() => [.. Values.GroupBy(v => v, StringComparer.OrdinalIgnoreCase).OrderByDescending(g => g.Count()).ThenBy(g => g.Key, StringComparer.Ordinal).Select(g => g.Key)];

    /// <summary>The share of the values that are as they should be; 1 without any.</summary>
    public double Share(Func<string, bool> holds) => Values.Count == 0 ? 1 : (double)Values.Count(holds) / Values.Count;
}
