namespace HotelCancellation.Benchmarks;

/// <summary>The tables of figures in <c>docs/benchmarks.md</c>: a run replaces what it measured and leaves the rest.</summary>
internal static class FiguresPage
{
    private const string Begin = "<!-- Written by eng/bench.sh, a line for each figure. -->";
    private const string End = "<!-- To here. -->";
    private const string Head = "| Figure | Value | What it is | Measured |";

    /// <summary>Writes what was measured, a line for each figure.</summary>
    /// <param name="file">The page, which has the table's marks.</param>
    /// <param name="figures">What was measured.</param>
    /// <param name="how">When, and how exactly.</param>
    /// <exception cref="BenchFailedException">The page has no marks.</exception>
    public static void Store(string file, IEnumerable<(string Key, string Value, string Meaning)> figures, string how) => Replace(file, Begin, before =>
    {
        var lines = before.Split('\n').Where(l => l.StartsWith("| `", StringComparison.Ordinal)).ToList();
        foreach (var (key, value, meaning) in figures)
        {
            var line = $"| `{key}` | {value} | {meaning.Replace("|", "\\|", StringComparison.Ordinal)} | {how} |";
            var at = lines.FindIndex(l => l.StartsWith($"| `{key}` |", StringComparison.Ordinal));
            if (at < 0)
            {
                lines.Add(line);
            }
            else
            {
                lines[at] = line;
            }
        }

        return $"{Head}\n|---|---|---|---|\n{string.Join('\n', lines)}";
    });

    /// <summary>Writes a table with several figures in a line anew, where any of them was measured.</summary>
    /// <param name="file">The page, which has the table's marks.</param>
    /// <param name="table">The table.</param>
    /// <param name="figures">What was measured.</param>
    /// <param name="how">When, and how exactly.</param>
    /// <exception cref="BenchFailedException">The page has no marks.</exception>
    public static void Store(string file, FiguresTable table, IEnumerable<(string Key, string Value, string Meaning)> figures, string how)
    {
        if (table.Of(figures, how) is { Length: > 0 } text)
        {
            Replace(file, table.Begin, _ => text);
        }
    }

    private static void Replace(string file, string mark, Func<string, string> change)
    {
        var page = File.ReadAllText(file);
        var begin = page.IndexOf(mark, StringComparison.Ordinal);
        var end = begin < 0 ? -1 : page.IndexOf(End, begin, StringComparison.Ordinal);
        if (end < 0)
        {
            throw new BenchFailedException($"{file} has no place for figures: it needs a line \"{mark}\" and after it a line \"{End}\".");
        }

        var from = begin + mark.Length;
        File.WriteAllText(file, $"{page[..from]}\n\n{change(page[from..end])}\n\n{page[end..]}");
    }
}
