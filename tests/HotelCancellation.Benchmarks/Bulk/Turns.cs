using HotelCancellation.Model.Scoring;
using HotelCancellation.Training;

namespace HotelCancellation.Benchmarks.Bulk;

/// <summary>Several ways to score the same rows on one thread, by turns.</summary>
internal static class Turns
{
    private const int Rows = 500;
    private const int WarmUps = 20;
    private const int Count = 60;

    /// <summary>Scores rows of a matrix from one on.</summary>
    internal delegate double Contender(FeatureMatrix asked, int first, int rows);

    /// <summary>One row after the other.</summary>
    public static Contender Each(Func<FeatureMatrix, int, double> score) => (asked, first, rows) =>
    {
        double sum = 0;
        for (var row = first; row < first + rows; row++)
        {
            sum += score(asked, row);
        }

        return sum;
    };

    /// <summary>One row after the other, looked up.</summary>
    public static Contender Each(CompiledEnsemble compiled) => Each((asked, row) => compiled.Score(asked.Row(row)));

    /// <summary>Many at once, looked up.</summary>
    public static Contender Many(CompiledEnsemble compiled)
    {
        var sums = new double[Rows];
        return (asked, first, rows) =>
        {
            compiled.Score(asked.Values.Span.Slice(first * asked.Width, rows * asked.Width), sums.AsSpan(0, rows));
            return sums[0];
        };
    }

    /// <summary>Nanoseconds a row of each.</summary>
    public static double[] Nanoseconds(FeatureMatrix asked, params Contender[] contenders)
    {
        var times = Array.ConvertAll(contenders, _ => new double[Count]);
        double sink = 0;
        for (var turn = -WarmUps; turn < Count; turn++)
        {
            for (var i = 0; i < contenders.Length; i++)
            {
                var first = (turn + WarmUps) * Rows % (asked.Rows - Rows);
                times[i][Math.Max(0, turn)] = 1e9 / Rate.Of(Rows, () => sink += contenders[i](asked, first, Rows));
            }
        }

        GC.KeepAlive(sink);

        // The fastest half: a turn that the scheduler interrupted says nothing of the code.
        return Array.ConvertAll(times, t => Median.Of(t.Order().Take(Count / 2)));
    }
}
