using HotelCancellation.Monitoring.Sketches;
using HotelCancellation.Monitoring.Statistics;

namespace HotelCancellation.Tests.Monitoring.Statistics;

public sealed class OutcomeIntervalsTests
{
    private const double Threshold = 0.45;
    private static readonly (double P, bool Lost, int Day)[] Rows = [.. Make()];

    [Fact]
    public void Of_Sketches_AreTheFiguresAndIntervalsOfRawRows()
    {
        var (auc, f1, brier) = OutcomeIntervals.Of(Sketches(), seed: 1, samples: 1000);

        var raw = Bootstrap.Of([.. Rows.Select(r => r.P)], [.. Rows.Select(r => r.Lost)], [.. Rows.Select(r => r.Day)], Threshold, seed: 1, samples: 1000);
        f1.Value.ShouldBe(raw.F1.Value, 1e-12);
        brier.Value.ShouldBe(raw.Brier.Value, 1e-8);
        (f1.Low, f1.High, brier.Low, brier.High).ShouldBe((raw.F1.Low, raw.F1.High, raw.Brier.Low, raw.Brier.High), new Near(1e-8));
        var area = AucInterval.Of([.. Rows.Select(r => r.P)], [.. Rows.Select(r => r.Lost)]);
        auc.Value.ShouldBe(area.Value, 0.002);
        (auc.High - auc.Low).ShouldBe(area.High - area.Low, 0.02);
    }

    [Fact]
    public void Of_OneOutcomeAlone_HasNoArea()
    {
        var kept = new OutcomeSketch(Threshold);
        kept.Add(0.2, cancelled: false);

        OutcomeIntervals.Of([kept], seed: 1).Auc.Value.ShouldBe(double.NaN);
    }

    private static OutcomeSketch[] Sketches() =>
    [
        .. Rows.GroupBy(r => r.Day).OrderBy(g => g.Key).Select(g =>
        {
            var sketch = new OutcomeSketch(Threshold);
            foreach (var row in g)
            {
                sketch.Add(row.P, row.Lost);
            }

            return sketch;
        }),
    ];

    private static IEnumerable<(double, bool, int)> Make()
    {
        var random = new Random(2);
        for (var i = 0; i < 1500; i++)
        {
            var p = random.NextDouble();
            yield return (p, random.NextDouble() < p, i % 20);
        }
    }

    private sealed class Near(double tolerance) : IEqualityComparer<(double A, double B, double C, double D)>
    {
        public bool Equals((double A, double B, double C, double D) x, (double A, double B, double C, double D) y) =>
            Math.Abs(x.A - y.A) < tolerance && Math.Abs(x.B - y.B) < tolerance && Math.Abs(x.C - y.C) < tolerance && Math.Abs(x.D - y.D) < tolerance;

        public int GetHashCode((double A, double B, double C, double D) obj) => 0;
    }
}
