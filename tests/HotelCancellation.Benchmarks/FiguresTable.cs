using System.Text;

namespace HotelCancellation.Benchmarks;

/// <summary>A table of <c>docs/benchmarks.md</c> with several figures in a line: of <c>shape_100x31_kb</c>, the prefix is <c>shape_</c>, the line <c>100x31</c>, and the column's suffix <c>_kb</c>.</summary>
/// <param name="Prefix">What the keys of all its figures begin with.</param>
/// <param name="Line">What a line is.</param>
/// <param name="Columns">What the keys of each column's figures end with, and the column's title.</param>
internal sealed record FiguresTable(string Prefix, string Line, (string Suffix, string Title)[] Columns)
{
    /// <summary>The line before it on the page.</summary>
    public string Begin => $"<!-- Written by eng/bench.sh: {Prefix}... -->";

    /// <summary>The table; empty where none of its figures was measured.</summary>
    public string Of(IEnumerable<(string Key, string Value, string Meaning)> figures, string how)
    {
        var values = figures.Where(f => f.Key.StartsWith(Prefix, StringComparison.Ordinal)).ToDictionary(f => f.Key[Prefix.Length..], f => f.Value, StringComparer.Ordinal);
        var lines = values.Keys.SelectMany(k => Columns.Where(c => k.EndsWith(c.Suffix, StringComparison.Ordinal)).Select(c => k[..^c.Suffix.Length])).Distinct(StringComparer.Ordinal).ToArray();
        if (lines.Length == 0)
        {
            return "";
        }

        var table = new StringBuilder($"| {Line} | {string.Join(" | ", Columns.Select(c => c.Title))} |\n|---|{string.Concat(Columns.Select(_ => "---|"))}\n");
        foreach (var line in lines)
        {
            table.Append($"| `{line}` | {string.Join(" | ", Columns.Select(c => values.GetValueOrDefault($"{line}{c.Suffix}", "")))} |\n");
        }

        return table.Append($"\nMeasured {how}.").ToString();
    }
}
