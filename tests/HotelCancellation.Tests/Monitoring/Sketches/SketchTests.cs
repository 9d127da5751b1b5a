using CsCheck;
using HotelCancellation.Monitoring.Sketches;

namespace HotelCancellation.Tests.Monitoring.Sketches;

public class SketchTests
{
    private static readonly NumberLayout Numbers = NumberLayout.Freeze(Draws(1, 4000).Select(v => Math.Exp(4 + v))).Layout;
    private static readonly CategoryLayout Categories = CategoryLayout.Freeze(Draws(2, 4000).Select(v => v < -1.5 ? null : $"a{(int)(v * v * 10)}")).Layout;

    private static readonly Gen<double> AnyNumber = Gen.OneOf(Gen.Double[0, 500], Gen.Double, Gen.Int[0, 3].Select(i => new[] { double.NaN, double.PositiveInfinity, 0, -1e300 }[i]));
    private static readonly Gen<string?> AnyCategory = Gen.OneOf(Gen.Int[0, 120].Select(i => (string?)$"a{i}"), Gen.Int[0, 2].Select(i => new[] { null, "", "new" }[i]));

    [Fact]
    public void Merge_OfNumbers_IsExactInAnyOrder() =>
        Gen.Select(AnyNumber.Array[0, 60], AnyNumber.Array[0, 60], AnyNumber.Array[0, 60]).Sample((a, b, c) =>
            CheckMerge(SketchOf(a), SketchOf(b), SketchOf(c), SketchOf([.. a, .. b, .. c])));

    [Fact]
    public void Merge_OfCategories_IsExactInAnyOrder() =>
        Gen.Select(AnyCategory.Array[0, 60], AnyCategory.Array[0, 60], AnyCategory.Array[0, 60]).Sample((a, b, c) =>
            CheckMerge(SketchOf(a), SketchOf(b), SketchOf(c), SketchOf([.. a, .. b, .. c])));

    [Fact]
    public void Merge_OfProbabilities_IsExactInAnyOrder() =>
        Gen.Select(Gen.Double[0, 1].Array[0, 60], Gen.Double[0, 1].Array[0, 60], Gen.Double[0, 1].Array[0, 60]).Sample((a, b, c) =>
        {
            var (x, y, z) = (Probabilities(a), Probabilities(b), Probabilities(c));
            var all = Probabilities([.. a, .. b, .. c]).ToBytes();
            ProbabilitySketch.Merge(ProbabilitySketch.Merge(x, y), z).ToBytes().ShouldBe(all);
            ProbabilitySketch.Merge(x, ProbabilitySketch.Merge(z, y)).ToBytes().ShouldBe(all);
        });

    [Fact]
    public void Bytes_OfSketchesAndLayouts_ComeBack() =>
        Gen.Select(AnyNumber.Array[0, 60], AnyCategory.Array[0, 60], Gen.Double[0, 1].Array[0, 60]).Sample((a, b, c) =>
        {
            foreach (var sketch in new ColumnSketch[] { SketchOf(a), SketchOf(b) })
            {
                var layout = ColumnLayout.FromBytes(sketch.Layout.ToBytes());
                layout.Fingerprint.ShouldBe(sketch.Layout.Fingerprint);
                var back = layout.ReadSketch(sketch.ToBytes());
                back.ToBytes().ShouldBe(sketch.ToBytes());
                back.Parts().ShouldBe(sketch.Parts());
                (back.Missing, back.Unseen).ShouldBe((sketch.Missing, sketch.Unseen));
            }

            ProbabilitySketch.FromBytes(Probabilities(c).ToBytes()).ToBytes().ShouldBe(Probabilities(c).ToBytes());
            var outcomes = new OutcomeSketch(0.4);
            Array.ForEach(c, p => outcomes.Add(p, p > 0.3));
            OutcomeSketch.FromBytes(outcomes.ToBytes()).ToBytes().ShouldBe(outcomes.ToBytes());
        });

    [Fact]
    public void Bytes_ThatAreBroken_AreRefused()
    {
        var (sketch, probabilities) = (SketchOf([1.0, 200]), Probabilities([0.2]).ToBytes());

        Should.Throw<InvalidDataException>(() => Numbers.ReadSketch(sketch.ToBytes()[..^1]));
        Should.Throw<InvalidDataException>(() => Numbers.ReadSketch([.. sketch.ToBytes(), 0]));
        Should.Throw<InvalidDataException>(() => Numbers.ReadSketch([9, .. sketch.ToBytes()[1..]])).Message.ShouldContain("version is 9");
        Should.Throw<InvalidDataException>(() => NumberLayout.Freeze([1.0]).Layout.ReadSketch(sketch.ToBytes())).Message.ShouldContain("another layout");
        Should.Throw<InvalidDataException>(() => ColumnLayout.FromBytes([1]));
        Should.Throw<InvalidDataException>(() => ColumnLayout.FromBytes([1, 1, 0xFF, 0xFF, 0xFF, 0xFF, 7]));
        Should.Throw<InvalidDataException>(() => ProbabilitySketch.FromBytes(probabilities[..20]));
        Should.Throw<InvalidDataException>(() => OutcomeSketch.FromBytes([1, 2]));
        Should.Throw<ArgumentException>(() => SketchOf([1.0]).Absorb(NumberLayout.Freeze([1.0]).Layout.NewSketch()));
        Should.Throw<ArgumentException>(() => new ProbabilitySketch(0.1).Absorb(new ProbabilitySketch(0.2)));
        Should.Throw<ArgumentOutOfRangeException>(() => new ProbabilitySketch(0.1).Add(double.NaN));
    }

    [Fact]
    public void NumberSketch_OfRows_HasTheirMoments()
    {
        double[] rows = [.. Draws(3, 5000).Select(v => 100 + (0.01 * v))];

        var sketch = SketchOf([.. rows, double.NaN]);

        var mean = rows.Average();
        sketch.Mean.ShouldBe(mean, 1e-6);
        sketch.Variance.ShouldBe(rows.Sum(v => (v - mean) * (v - mean)) / (rows.Length - 1), 1e-8);
        (sketch.Rows, sketch.Present, sketch.Missing).ShouldBe((5001, 5000, 1));
    }

    [Fact]
    public void CellOf_OfAnyValue_IsTheNumberOfEdgesBelow() =>
        Gen.Select(AnyNumber.Where(double.IsFinite).Array[0, 300], AnyNumber.Where(double.IsFinite).Array[1, 30]).Sample((edges, values) =>
        {
            double[] sorted = [.. edges.Distinct().Order()];
            var search = new CellSearch(sorted);
            foreach (var value in values.Concat(sorted))
            {
                search.CellOf(value).ShouldBe(sorted.Count(e => e <= value));
            }
        });

    [Fact]
    public void Freeze_OfManyValues_MakesDecilesOfThem()
    {
        double[] rows = [.. Draws(1, 4000)];

        var (layout, reference) = NumberLayout.Freeze(rows);

        layout.PartCount.ShouldBe(10);
        reference.Parts().ShouldAllBe(p => p >= 360 && p <= 440);
        reference.Mean.ShouldBe(rows.Average(), 1e-6);
        layout.ToBytes().Length.ShouldBeLessThan(6000);
        reference.ToBytes().Length.ShouldBeLessThan(700);
        layout.Describe(0).ShouldStartWith("below -1.");
    }

    [Theory]
    [InlineData("0 0 0 0 0 0 0 0 0 0 1 2", 3)]
    [InlineData("1 1 2 2 3 3", 3)]
    [InlineData("5 5 5", 1)]
    [InlineData("", 1)]
    public void Freeze_OfFewValues_DividesBetweenThem(string values, int parts)
    {
        double[] rows = [.. values.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(double.Parse)];

        var (layout, reference) = NumberLayout.Freeze(rows);

        layout.PartCount.ShouldBe(parts);
        reference.Parts().Sum().ShouldBe(rows.Length);
    }

    [Fact]
    public void WassersteinTo_OfFewValues_IsExact()
    {
        var (layout, reference) = NumberLayout.Freeze([1, 1, 2, 3]);
        var current = (NumberSketch)layout.NewSketch();
        current.Add([2.0, 3, 3, 3]);

        var (distance, error) = reference.WassersteinTo(current);

        // Three rows of four move: 1 to 2, 1 to 3, 2 to 3.
        distance.ShouldBe(1.0, 1e-12);
        error.ShouldBeLessThan(1e-12);
    }

    [Fact]
    public void WassersteinTo_OfManyValues_IsWithinItsBound() =>
        Gen.Select(Gen.Double[-0.5, 3], Gen.Double[0.5, 2], Gen.Int[1, 1000]).Sample((shift, scale, seed) =>
        {
            double[] then = [.. Draws(seed, 2000)];
            double[] now = [.. Draws(seed + 1, 2000).Select(v => (v * scale) + shift)];
            var (layout, reference) = NumberLayout.Freeze(then);
            var current = (NumberSketch)layout.NewSketch();
            current.Add(now);

            var (distance, error) = reference.WassersteinTo(current);

            // Of two samples of one size the distance is the mean difference of their sorted values.
            var exact = then.Order().Zip(now.Order(), (a, b) => Math.Abs(a - b)).Average();
            Math.Abs(distance - exact).ShouldBeLessThanOrEqualTo(error + 1e-9);
            Math.Abs(distance - exact).ShouldBeLessThan(0.02 + (0.1 * exact));
        }, iter: 40);

    [Fact]
    public void Freeze_OfCategories_JoinsTheRareAndExpectsNewOnes()
    {
        var values = Enumerable.Repeat("big", 900).Concat(Enumerable.Range(0, 40).SelectMany(i => new[] { $"r{i}", $"r{i}" }))
            .Concat(Enumerable.Range(0, 20).Select(i => $"once{i}")).Append(null);

        var (layout, reference) = CategoryLayout.Freeze(values);

        layout.Frequent.ShouldBe(["big"]);
        reference.Parts().ShouldBe([900, 80]);
        (reference.Unseen, reference.Missing).ShouldBe((20, 1));
        var current = (CategorySketch)layout.NewSketch();
        current.Add("once3");
        current.Add("r7");
        current.Add("never");
        current.Add("");
        current.Parts().ShouldBe([0, 2]);
        (current.Unseen, current.Missing).ShouldBe((1, 1));
    }

    private static void CheckMerge(ColumnSketch a, ColumnSketch b, ColumnSketch c, ColumnSketch onePass)
    {
        ColumnSketch.Merge(ColumnSketch.Merge(a, b), c).ToBytes().ShouldBe(onePass.ToBytes());
        ColumnSketch.Merge(a, ColumnSketch.Merge(b, c)).ToBytes().ShouldBe(onePass.ToBytes());
        ColumnSketch.Merge(ColumnSketch.Merge(c, b), a).ToBytes().ShouldBe(onePass.ToBytes());
    }

    private static NumberSketch SketchOf(double[] values)
    {
        var sketch = (NumberSketch)Numbers.NewSketch();
        sketch.Add(values);
        return sketch;
    }

    private static CategorySketch SketchOf(string?[] values)
    {
        var sketch = (CategorySketch)Categories.NewSketch();
        Array.ForEach(values, v => sketch.Add(v));
        return sketch;
    }

    private static ProbabilitySketch Probabilities(double[] values)
    {
        var sketch = new ProbabilitySketch(0.37);
        Array.ForEach(values, sketch.Add);
        return sketch;
    }

    private static IEnumerable<double> Draws(int seed, int count)
    {
        var random = new Random(seed);
        return Enumerable.Range(0, count).Select(_ => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble())).ToArray();
    }
}
