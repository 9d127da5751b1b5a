using System.Globalization;
using System.Text;

namespace HotelCancellation.Benchmarks;

/// <summary>The table of figures in <c>docs/benchmarks.md</c>: a run replaces the lines of what it measured and leaves the others.</summary>
internal static class FiguresPage
{
    private const string Begin = "<!-- Written by eng/bench.sh, a line for each figure. -->";
    private const string End = "<!-- To here. -->";
    private const string Head = "| Figure | Value | What it is | Measured |";

    /// <summary>Writes what was measured.</summary>
    /// <param name="file">The page, which has the table's marks.</param>
    /// <param name="figures">What was measured.</param>
    /// <param name="how">When, and how exactly.</param>
    /// <exception cref="BenchFailedException">The page has no marks.</exception>
    public static void Store(string file, IEnumerable<(string Key, string Value, string Meaning)> figures, string how)
    {
        var page = File.ReadAllText(file);
        var (begin, end) = (page.IndexOf(Begin, StringComparison.Ordinal), page.IndexOf(End, StringComparison.Ordinal));
        if (begin < 0 || end < begin)
        {
            throw new BenchFailedException($"{file} has no table of figures: it needs a line \"{Begin}\" and after it a line \"{End}\".");
        }

        var lines = page[begin..end].Split('\n').Where(l => l.StartsWith("| `", StringComparison.Ordinal)).ToList();
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

        var table = new StringBuilder(Begin).Append("\n\n").Append(Head).Append("\n|---|---|---|---|\n").AppendJoin('\n', lines).Append("\n\n");
        File.WriteAllText(file, string.Create(CultureInfo.InvariantCulture, $"{page[..begin]}{table}{page[end..]}"));
    }
}
