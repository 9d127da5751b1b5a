using HotelCancellation.Monitoring.Reports;
using HotelCancellation.Monitoring.Sketches;
using HotelCancellation.Monitoring.Statistics;

namespace HotelCancellation.Monitoring.Judging;

/// <summary>Compares predicted probabilities with those of the evaluation.</summary>
internal static class PredictionJudge
{
    private const int Parts = 10;

    public static PredictionShift? Judge(ProbabilitySketch reference, ProbabilitySketch current, double designEffect, MonitoringOptions options)
    {
        if (reference.Rows < options.MinRows || current.Rows < options.MinRows)
        {
            return null;
        }

        var (then, now) = (new long[Parts], new long[Parts]);
        long before = 0;
        for (var bin = 0; bin < ProbabilitySketch.Bins; bin++)
        {
            // A bin belongs to the tenth of the reference that its middle row is in.
            var part = Math.Min(Parts - 1, (int)((before + (reference.RowsOf(bin) / 2.0)) / reference.Rows * Parts));
            then[part] += reference.RowsOf(bin);
            now[part] += current.RowsOf(bin);
            before += reference.RowsOf(bin);
        }

        var index = StabilityIndex.OfJoined(then, now, ordered: true, designEffect);
        var p = index.SafePValue;
        return new PredictionShift(
            current.Rows, current.Mean, reference.Mean, index.Value, index.Critical(options.Alpha), p, JensenShannon.Distance(then, now), p <= options.Alpha && index.Value >= options.PsiThreshold);
    }
}
