using HotelCancellation.Benchmarks;

namespace HotelCancellation.Tests.Benchmarks;

/// <summary>What <c>eng/bench.sh</c> stores on a page that people write too.</summary>
public sealed class FiguresPageTests : IDisposable
{
    private const string Page = """
        # Figures

        <!-- Written by eng/bench.sh, a line for each figure. -->

        | Figure | Value | What it is | Measured |
        |---|---|---|---|
        | `row_ns_more` | 3 | another | yesterday |
        | `row_ns` | 2584 | ns a row | yesterday |

        <!-- To here. -->

        Between.

        <!-- Written by eng/bench.sh: shape_... -->

        old

        <!-- To here. -->

        The end.
        """;

    private static readonly FiguresTable Shapes = new("shape_", "Shape", [("_ns", "ns a row"), ("_kb", "KB")]);
    private readonly string _file = Path.GetTempFileName();

    public FiguresPageTests() => File.WriteAllText(_file, Page);

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void Store_FigureThatIsThere_TakesItsLineAndLeavesAllElse()
    {
        FiguresPage.Store(_file, Measured(f => f.Add("row_ns", 1234.5678, "ns a row | column")), "today");

        Read().ShouldBe(Page.Replace("| `row_ns` | 2584 | ns a row | yesterday |", "| `row_ns` | 1235 | ns a row \\| column | today |", StringComparison.Ordinal));
    }

    [Fact]
    public void Store_NewFigure_IsTheLastLine()
    {
        FiguresPage.Store(_file, Measured(f => f.Add("ratio", 0.87654, "a ratio")), "today");

        Read().ShouldBe(Page.Replace("| ns a row | yesterday |\n", "| ns a row | yesterday |\n| `ratio` | 0.877 | a ratio | today |\n", StringComparison.Ordinal));
    }

    [Fact]
    public void Store_AgainTheSame_ChangesNothing()
    {
        FiguresPage.Store(_file, Measured(f => f.Add("ratio", 0.9, "a ratio")), "today");
        var once = Read();

        FiguresPage.Store(_file, Measured(f => f.Add("ratio", 0.9, "a ratio")), "today");

        Read().ShouldBe(once);
    }

    [Fact]
    public void Store_Table_HasALineForEachOfItsFiguresAndGapsWhereOneWasNotMeasured()
    {
        FiguresPage.Store(
            _file,
            Shapes,
            Measured(f =>
            {
                f.Add("shape_100x31_ns", 459, "");
                f.Add("shape_100x31_kb", 328, "");
                f.Add("other_100x31_ns", 1, "");
                f.Add("shape_400x63_kb", 1730, "");
            }),
            "today");

        Read().ShouldBe(Page.Replace("\nold\n", "\n| Shape | ns a row | KB |\n|---|---|---|\n| `100x31` | 459 | 328 |\n| `400x63` |  | 1730 |\n\nMeasured today.\n", StringComparison.Ordinal));
    }

    [Fact]
    public void Store_TableWithoutAFigure_StaysAsItIs()
    {
        FiguresPage.Store(_file, Shapes, Measured(f => f.Add("row_ns", 1, "")), "today");

        Read().ShouldBe(Page);
    }

    [Theory]
    [InlineData("<!-- Written by eng/bench.sh, a line for each figure. -->", "")]
    [InlineData("<!-- To here. -->", "")]
    public void Store_PageWithoutAMark_SaysWhatItNeedsAndIsNotWritten(string mark, string instead)
    {
        var page = Page.Replace(mark, instead, StringComparison.Ordinal);
        File.WriteAllText(_file, page);

        Should.Throw<BenchFailedException>(() => FiguresPage.Store(_file, Measured(f => f.Add("row_ns", 1, "")), "today")).Message.ShouldContain("it needs a line \"<!-- Written by eng/bench.sh, a line for each figure. -->\"");

        Read().ShouldBe(page);
    }

    private static IEnumerable<(string Key, string Value, string Meaning)> Measured(Action<Figures> add)
    {
        var figures = new Figures();
        add(figures);
        return figures.Measured;
    }

    private string Read() => File.ReadAllText(_file);
}
