using CsCheck;
using HotelCancellation.Training;

namespace HotelCancellation.Tests.Training;

public class BinaryMetricsTests
{
    // Computed with scikit-learn 1.2: roc_auc_score, average_precision_score, brier_score_loss, log_loss, f1_score.
    [Fact]
    public void Of_SmallTable_EqualsScikitLearn()
    {
        double[] p = [0.1, 0.4, 0.35, 0.8, 0.65, 0.4, 0.9, 0.2];
        bool[] y = [false, false, true, true, false, true, true, false];

        var metrics = BinaryMetrics.Of(p, y);

        metrics.Auc.ShouldBe(0.78125, 1e-12);
        metrics.Ap.ShouldBe(0.8166666666666667, 1e-12);
        metrics.Brier.ShouldBe(0.183125, 1e-12);
        metrics.LogLoss.ShouldBe(0.5229710923226967, 1e-12);
        metrics.F1AtHalf.ShouldBe(0.5714285714285714, 1e-12);
        metrics.F1Best.ShouldBe(0.8, 1e-12);
    }

    [Fact]
    public void Of_AnyRows_AucIsTheShareOfOrderedPairs() =>
        Gen.Select(Gen.Int[0, 10].Select(v => v / 10.0), Gen.Bool).Array[2, 60].Where(r => r.Any(x => x.Item2) && r.Any(x => !x.Item2)).Sample(rows =>
        {
            var metrics = BinaryMetrics.Of([.. rows.Select(r => r.Item1)], [.. rows.Select(r => r.Item2)]);

            var pairs = (from a in rows where a.Item2 from b in rows where !b.Item2 select a.Item1 > b.Item1 ? 1 : a.Item1 == b.Item1 ? 0.5 : 0).ToArray();
            metrics.Auc.ShouldBe(pairs.Average(), 1e-9);
        });

    [Fact]
    public void Of_RowsInAnotherOrder_IsTheSame() =>
        Gen.Select(Gen.Int[0, 10].Select(v => v / 10.0), Gen.Bool).Array[2, 40].Where(r => r.Any(x => x.Item2)).Sample(rows =>
        {
            var one = BinaryMetrics.Of([.. rows.Select(r => r.Item1)], [.. rows.Select(r => r.Item2)]);
            var other = BinaryMetrics.Of([.. rows.Reverse().Select(r => r.Item1)], [.. rows.Reverse().Select(r => r.Item2)]);

            other.Ap.ShouldBe(one.Ap, 1e-12);
            other.F1Best.ShouldBe(one.F1Best, 1e-12);
        });

    [Fact]
    public void Of_NothingCancelled_HasNoAuc() =>
        BinaryMetrics.Of([0.2, 0.4], [false, false]).Auc.ShouldBe(double.NaN);

    [Fact]
    public void Of_DifferentLengths_IsRefused() =>
        Should.Throw<ArgumentException>(() => BinaryMetrics.Of([0.2], [])).Message.ShouldContain("1 probabilities and 0 outcomes");
}
