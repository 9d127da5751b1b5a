using CsCheck;
using HotelCancellation.Monitoring.Sketches;

namespace HotelCancellation.Tests.Monitoring.Sketches;

public class LatencySketchTests
{
    private static readonly double[] Shares = [0.001, 0.25, 0.5, 0.95, 0.99, 1];
    private static readonly Gen<double> Microseconds = Gen.Double[0, 20].Select(x => Math.Round(Math.Exp(x)));

    [Fact]
    public void Quantile_OfAnyRows_IsWithinOnePercentOfTheRawOne() => Microseconds.Array[1, 200].Sample(rows =>
    {
        var sketch = Of(rows);
        var sorted = rows.Order().ToArray();
        foreach (var share in Shares)
        {
            var raw = sorted[Math.Max(1, (int)Math.Ceiling(share * sorted.Length)) - 1];

            // A time span has tenths of a microsecond.
            sketch.Quantile(share)!.Value.TotalMicroseconds.ShouldBe(raw, (LatencySketch.RelativeError * raw) + 0.1);
        }
    });

    [Fact]
    public void Absorb_OfShards_IsOnePassInAnyOrder() => Gen.Select(Microseconds.Array[0, 40], Microseconds.Array[0, 40], Microseconds.Array[0, 40]).Sample((a, b, c) =>
    {
        var (all, one, other) = (Of([.. a, .. b, .. c]), Of(a), Of(c));
        one.Absorb(Of(b));
        one.Absorb(Of(c));
        other.Absorb(Of(b));
        other.Absorb(Of(a));
        (one.Rows, other.Rows).ShouldBe((all.Rows, all.Rows));
        Shares.Select(one.Quantile).ShouldBe(Shares.Select(all.Quantile));
        Shares.Select(other.Quantile).ShouldBe(Shares.Select(all.Quantile));
    });

    [Fact]
    public void Above_AThreshold_CountsWhatIsClearlyLonger()
    {
        var sketch = Of([98_000, 99_000, 100_000, 103_000, 250_000, 1e12]);

        sketch.Above(TimeSpan.FromMilliseconds(100)).ShouldBe(3);
        sketch.Above(TimeSpan.FromHours(1)).ShouldBe(0);
    }

    [Fact]
    public void Quantile_OfNothing_IsNone() => new LatencySketch().Quantile(0.99).ShouldBeNull();

    private static LatencySketch Of(IEnumerable<double> microseconds)
    {
        var sketch = new LatencySketch();
        foreach (var each in microseconds)
        {
            sketch.Add(TimeSpan.FromMicroseconds(each));
        }

        return sketch;
    }
}
