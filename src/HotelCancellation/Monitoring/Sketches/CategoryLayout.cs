using System.Collections.Frozen;

namespace HotelCancellation.Monitoring.Sketches;

/// <summary>
/// The categories of a reference. Those with 1 % of its rows are parts of their own, the others are one part together: two hundred agents as
/// parts would show a stability index above 0.2 between two samples of the same bookings.
/// </summary>
public sealed class CategoryLayout : ColumnLayout
{
    /// <summary>The most categories that are remembered, the most frequent ones; further ones count as unseen.</summary>
    public const int MostCategories = 10_000;

    /// <summary>The kind of its bytes.</summary>
    internal const byte Kind = 2;

    private readonly string[] _frequent;
    private readonly string[] _rare;
    private readonly FrozenDictionary<string, int> _partOf;

    private CategoryLayout(string[] frequent, string[] rare)
    {
        (_frequent, _rare) = (frequent, rare);
        _partOf = frequent.Select((name, part) => KeyValuePair.Create(name, part)).Concat(rare.Select(name => KeyValuePair.Create(name, frequent.Length)))
            .ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <inheritdoc/>
    public override int PartCount => _frequent.Length + (_rare.Length > 0 ? 1 : 0);

    /// <inheritdoc/>
    public override bool IsOrdered => false;

    /// <summary>The categories that are parts of their own, in ordinal order; the part after them are the rare ones, if any.</summary>
    public IReadOnlyList<string> Frequent => _frequent;

    /// <summary>Freezes a layout at a reference.</summary>
    /// <param name="reference">Values; null and empty are missing.</param>
    /// <returns>
    /// The layout, and the sketch of the reference. In that a category with one row counts as unseen, as it would had that row been left out
    /// (I. Good, <i>The population frequencies of species and the estimation of population parameters</i>, Biometrika 40, 1953: the chance that
    /// the next row's category is a new one is the share of those seen once). So an unseen agent now and then is no news.
    /// </returns>
    public static (CategoryLayout Layout, CategorySketch Reference) Freeze(IEnumerable<string?> reference)
    {
        Dictionary<string, long> counts = new(StringComparer.Ordinal);
        long missing = 0;
        foreach (var value in reference)
        {
            if (string.IsNullOrEmpty(value))
            {
                missing++;
            }
            else
            {
                counts[value] = counts.GetValueOrDefault(value) + 1;
            }
        }

        double rows = counts.Values.Sum();
        string[] known = [.. counts.OrderByDescending(c => c.Value).ThenBy(c => c.Key, StringComparer.Ordinal).Take(MostCategories).Select(c => c.Key)];
        string[] frequent = [.. known.Where(k => counts[k] >= LeastShare * rows && counts[k] > 1).Order(StringComparer.Ordinal)];
        string[] rare = [.. known.Except(frequent, StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        var layout = new CategoryLayout(frequent, rare);
        var sketch = new CategorySketch(layout);
        sketch.Add(null, missing);
        foreach (var (category, count) in counts)
        {
            if (count == 1)
            {
                sketch.AddUnseen(count);
            }
            else
            {
                sketch.Add(category, count);
            }
        }

        return (layout, sketch);
    }

    /// <summary>The part of a category, for callers that look it up once for many rows: -1 where it is missing, -2 where the reference has not seen it.</summary>
    public int PartOf(string? category) => string.IsNullOrEmpty(category) ? CategorySketch.MissingPart : _partOf.GetValueOrDefault(category, CategorySketch.UnseenPart);

    /// <inheritdoc/>
    public override ColumnSketch NewSketch() => new CategorySketch(this);

    /// <inheritdoc/>
    public override ColumnSketch ReadSketch(byte[] bytes) => CategorySketch.Read(this, bytes);

    /// <inheritdoc/>
    public override string Describe(int part) => part < _frequent.Length ? $"'{_frequent[part]}'" : $"{_rare.Length} rare values";

    /// <inheritdoc/>
    public override byte[] ToBytes()
    {
        using var writer = new SketchWriter(Kind);
        foreach (var names in new[] { _frequent, _rare })
        {
            writer.Write((long)names.Length);
            foreach (var name in names)
            {
                writer.Write(name);
            }
        }

        return writer.ToArray();
    }

    /// <summary>The layout that <see cref="ToBytes"/> wrote.</summary>
    internal static CategoryLayout Read(byte[] bytes)
    {
        using var reader = new SketchReader(bytes, Kind);
        var lists = new string[2][];
        for (var list = 0; list < lists.Length; list++)
        {
            lists[list] = new string[reader.ReadLength()];
            for (var i = 0; i < lists[list].Length; i++)
            {
                lists[list][i] = reader.ReadText();
            }
        }

        reader.End();
        return lists[0].Concat(lists[1]).Distinct(StringComparer.Ordinal).Count() == lists[0].Length + lists[1].Length
            ? new CategoryLayout(lists[0], lists[1])
            : throw SketchReader.Broken("a category is there twice");
    }
}
