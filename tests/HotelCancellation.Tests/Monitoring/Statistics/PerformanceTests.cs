using HotelCancellation.Monitoring.Sketches;
using HotelCancellation.Monitoring.Statistics;

namespace HotelCancellation.Tests.Monitoring.Statistics;

/// <summary>Values of scikit-learn 1.2.1, SciPy 1.10.1 and NumPy 1.24.2 for fifteen rows.</summary>
public class PerformanceTests
{
    private const double Threshold = 0.45;
    private static readonly double[] P = [0.05, 0.1, 0.1, 0.2, 0.3, 0.3, 0.45, 0.5, 0.6, 0.6, 0.7, 0.8, 0.85, 0.9, 0.97];
    private static readonly bool[] Y = [false, false, true, false, false, true, false, true, false, true, true, true, false, true, true];

    // sklearn.metrics.roc_auc_score, f1_score(y, p >= 0.45), brier_score_loss
    [Fact]
    public void OfRows_WithOutcomes_IsThatOfScikitLearn()
    {
        var performance = Performance.OfRows(P, Y, Threshold);

        performance.Auc.ShouldBe(0.7410714285714286, 1e-14);
        performance.F1.ShouldBe(0.7058823529411765, 1e-14);
        performance.Brier.ShouldBe(0.21856, 1e-14);
        performance.Accuracy.ShouldBe(10 / 15.0, 1e-14);
        performance.Cancellations.ShouldBe(8);
    }

    // NannyML's formulas by hand in NumPy; the same from sklearn.metrics with each row twice, weighted p and 1 - p.
    [Fact]
    public void Cbpe_OfRows_IsThatOfNumPy()
    {
        var estimate = Cbpe.OfRows(P, Threshold);

        estimate.Auc.ShouldBe(0.8438613460020339, 1e-14);
        estimate.F1.ShouldBe(0.7758830694275274, 1e-14);
        estimate.Accuracy.ShouldBe(0.7546666666666667, 1e-14);
        estimate.Brier.ShouldBe(0.16010666666666667, 1e-14);
        estimate.Cancellations.ShouldBe(P.Sum(), 1e-12);
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.3)]
    [InlineData(0.371)]
    [InlineData(0.5)]
    [InlineData(1.0)]
    public void Cbpe_OfASketch_IsThatOfItsRows(double threshold)
    {
        var random = new Random(1);
        double[] rows = [.. Enumerable.Range(0, 3000).Select(_ => Math.Pow(random.NextDouble(), 2)), threshold, Math.BitDecrement(Math.Max(threshold, 0.01)), 0, 1];
        var sketch = new ProbabilitySketch(threshold);
        Array.ForEach(rows, sketch.Add);

        var (binned, raw) = (Cbpe.OfSketch(sketch), Cbpe.OfRows(rows, threshold));

        binned.Rows.ShouldBe(rows.Length);
        binned.F1.ShouldBe(raw.F1, 1e-8);
        binned.Accuracy.ShouldBe(raw.Accuracy, 1e-8);
        binned.Brier.ShouldBe(raw.Brier, 1e-8);
        binned.AucMargin.ShouldBeInRange(1e-6, 0.01);
        binned.Auc.ShouldBe(raw.Auc, binned.AucMargin);
    }

    [Fact]
    public void OutcomeSketch_OfRows_HasTheirPerformance()
    {
        var random = new Random(2);
        double[] p = [.. Enumerable.Range(0, 3000).Select(_ => random.NextDouble())];
        bool[] y = [.. p.Select(v => random.NextDouble() < v)];
        var sketch = new OutcomeSketch(0.42);
        for (var i = 0; i < p.Length; i++)
        {
            sketch.Add(p[i], y[i]);
        }

        var (binned, raw) = (sketch.Performance(), Performance.OfRows(p, y, 0.42));

        binned.F1.ShouldBe(raw.F1, 1e-12);
        binned.Accuracy.ShouldBe(raw.Accuracy, 1e-12);
        binned.Brier.ShouldBe(raw.Brier, 1e-8);
        binned.Auc.ShouldBe(raw.Auc, binned.AucMargin);
        sketch.Estimate().Brier.ShouldBe(Cbpe.OfRows(p, 0.42).Brier, 1e-8);
        sketch.CalibrationError(16).ShouldBe(CalibrationError.Of(p, y, 16), 1e-8);
    }

    // The assumption of CBPE: where probabilities are right, so is the estimate.
    [Fact]
    public void Cbpe_OfCalibratedRows_IsNearWhatComes()
    {
        var random = new Random(3);
        double[] p = [.. Enumerable.Range(0, 50_000).Select(_ => Math.Pow(random.NextDouble(), 1.5))];
        bool[] y = [.. p.Select(v => random.NextDouble() < v)];
        var record = new EstimateRecord { From = new(2026, 1, 1), To = new(2026, 1, 31), ModelVersion = "m-1", Estimated = Cbpe.OfRows(p, 0.4), Realised = Performance.OfRows(p, y, 0.4) };

        record.AucError.ShouldBe(0, 0.006);
        record.F1Error.ShouldBe(0, 0.01);
        record.BrierError.ShouldBe(0, 0.003);
        record.AccuracyError.ShouldBe(0, 0.006);
        record.RateError.ShouldBe(0, 0.006);
    }

    // DeLong by hand in NumPy with scipy.stats.rankdata and norm.ppf; the area is sklearn's.
    [Fact]
    public void AucInterval_OfRows_IsDeLongs()
    {
        var interval = AucInterval.Of(P, Y);

        interval.Value.ShouldBe(0.7410714285714286, 1e-14);
        interval.Low.ShouldBe(0.4746063454724189, 1e-10);
        interval.High.ShouldBe(1);
        AucInterval.Of(P, Y, 0.5).High.ShouldBe(0.7410714285714286 + (0.6744897501960817 * 0.13595407119766093), 1e-10);
        AucInterval.Of([0.1, 0.2], [true, false]).Value.ShouldBe(double.NaN);
    }

    // scipy.stats.binomtest(k, n).proportion_ci(method='wilson')
    [Theory]
    [InlineData(3, 50, 0.020614970348973957, 0.1621709168883817)]
    [InlineData(0, 20, 0, 0.16112515805281935)]
    [InlineData(180, 400, 0.40195222801404185, 0.4989990014193878)]
    public void Wilson_OfShares_IsThatOfSciPy(long hits, long rows, double low, double high)
    {
        Wilson.Of(hits, rows).Low.ShouldBe(low, 1e-10);
        Wilson.Of(hits, rows).High.ShouldBe(high, 1e-10);
        Wilson.Of(hits * 3, rows * 3, designEffect: 3).High.ShouldBe(high, 1e-10);
    }

    // By hand in NumPy: bins of a tenth.
    [Fact]
    public void CalibrationError_OfRows_IsThatOfNumPy() => CalibrationError.Of(P, Y).ShouldBe(0.24533333333333335, 1e-14);

    // Rao and Scott's formula by hand in NumPy.
    [Fact]
    public void DesignEffect_OfClusters_IsThatOfNumPy()
    {
        DesignEffect.OfParts([[10, 5, 5], [2, 12, 6], [9, 1, 10], [4, 8, 3]]).ShouldBe(3.4155555555555566, 1e-13);
        DesignEffect.OfParts([[10, 5, 5], [10, 5, 5]]).ShouldBe(1);
    }

    [Fact]
    public void Bootstrap_OfRows_CoversAndRepeats()
    {
        var random = new Random(4);
        double[] p = [.. Enumerable.Range(0, 2000).Select(_ => random.NextDouble())];
        bool[] y = [.. p.Select(v => random.NextDouble() < v)];

        var (f1, brier) = Bootstrap.Of(p, y, null, 0.5, seed: 7, samples: 400);

        // The Brier score is a mean, so its interval is known: z times the deviation over the root of the rows.
        var errors = p.Select((v, i) => Math.Pow(v - (y[i] ? 1 : 0), 2)).ToArray();
        var half = 1.96 * Math.Sqrt(errors.Sum(e => Math.Pow(e - errors.Average(), 2)) / (2000 * 1999.0));
        brier.Value.ShouldBe(errors.Average(), 1e-12);
        (brier.High - brier.Low).ShouldBe(2 * half, 0.3 * half);
        f1.Value.ShouldBe(Performance.OfRows(p, y, 0.5).F1, 1e-12);
        f1.Low.ShouldBeInRange(f1.Value - 0.05, f1.Value - 0.005);
        Bootstrap.Of(p, y, null, 0.5, seed: 7, samples: 400).ShouldBe((f1, brier));
        Bootstrap.Of(p, y, null, 0.5, seed: 8, samples: 400).ShouldNotBe((f1, brier));
    }

    [Fact]
    public void Bootstrap_OfClusters_IsWider()
    {
        var random = new Random(5);
        int[] days = [.. Enumerable.Range(0, 2000).Select(i => i / 50)];
        bool[] fate = [.. Enumerable.Range(0, 40).Select(_ => random.NextDouble() < 0.4)];
        double[] p = [.. days.Select(_ => 0.3 + (0.2 * random.NextDouble()))];
        bool[] y = [.. days.Select(d => fate[d])];

        var (alone, together) = (Bootstrap.Of(p, y, null, 0.4, 1).Brier, Bootstrap.Of(p, y, days, 0.4, 1).Brier);

        (together.High - together.Low).ShouldBeGreaterThan(4 * (alone.High - alone.Low));
    }

    [Theory]
    [InlineData(0.0, 1.0, 1.4)]
    [InlineData(1.0, 1.6, 8.0)]
    public void CountError_OfDaysThatCancelTogether_CoversAsOftenAsItSays(double together, double leastEffect, double mostEffect)
    {
        var random = new Random(6);
        var (covered, effects) = (0, 0.0);
        for (var run = 0; run < 400; run++)
        {
            var error = CountError.Of([.. Enumerable.Range(0, 60).Select(_ => Day(random, together))]);
            covered += error.Error.Low <= 0 && error.Error.High >= 0 ? 1 : 0;
            effects += error.DesignEffect / 400;
        }

        (covered / 400.0).ShouldBeInRange(0.90, 0.985);
        effects.ShouldBeInRange(leastEffect, mostEffect);
    }

    [Fact]
    public void CountError_OfABias_IsTheBias()
    {
        var days = Enumerable.Range(0, 30).Select(_ => new DayCount(100, 33, 21, 30)).ToArray();

        var error = CountError.Of(days);

        error.Error.Value.ShouldBe(0.1, 1e-12);
        error.Error.Low.ShouldBeGreaterThan(0);
        error.DesignEffect.ShouldBe(1);
        CountError.Of([new DayCount(10, 1, 0.9, 0)]).Error.Value.ShouldBe(double.NaN);
    }

    /// <summary>A day of 30 to 60 bookings with p = 0.3, or on days by turns with 0.15 and 0.45 where days cancel together.</summary>
    private static DayCount Day(Random random, double together)
    {
        var (rows, p) = (random.Next(30, 60), 0.3 + (together * (random.NextDouble() < 0.5 ? 0.15 : -0.15)));
        return new DayCount(rows, rows * 0.3, rows * 0.3 * 0.7, Enumerable.Range(0, rows).Count(_ => random.NextDouble() < p));
    }
}
