using System.Globalization;

namespace HotelCancellation.Monitoring.Sketches;

/// <summary>
/// The cells that the values of a number are counted in. Up to 128 different values in the reference have a cell each, and the gaps between
/// them, too; beyond that there are 256 cells with as many reference rows in each. Outside of the reference there are cells that double in
/// width, up to 128 times its range. Ten parts of neighbouring cells, deciles of the reference, are what the stability index compares.
/// </summary>
public sealed class NumberLayout : ColumnLayout
{
    /// <summary>The kind of its bytes.</summary>
    internal const byte Kind = 1;

    private const int Cells = 256;
    private const int Deciles = 10;
    private const int TailCells = 12;
    private const double FirstTail = 1 / 16.0;
    private const int UnitBits = 30;

    private readonly int[] _partOfCell;

    private NumberLayout(double[] edges, double[] points, int[] partOfCell, int unitExponent)
    {
        (Edges, Points, _partOfCell, UnitExponent) = (edges, points, partOfCell, unitExponent);
        PartCount = partOfCell[^1] + 1;
        Search = new CellSearch(edges);
    }

    /// <inheritdoc/>
    public override int PartCount { get; }

    /// <inheritdoc/>
    public override bool IsOrdered => true;

    /// <summary>The edges between cells, ascending; a value at an edge belongs to the cell above it.</summary>
    internal double[] Edges { get; }

    /// <summary>Finds the cell of a value.</summary>
    internal CellSearch Search { get; }

    /// <summary>The value that stands for each cell: the mean of the reference's values in it.</summary>
    internal double[] Points { get; }

    /// <summary>Sums are kept in whole multiples of 2 to this power: a 2^30th of the largest reference value.</summary>
    internal int UnitExponent { get; }

    /// <summary>Freezes a layout at a reference.</summary>
    /// <param name="reference">Values; those that are not finite count as missing.</param>
    /// <returns>The layout, and the sketch of the reference.</returns>
    public static (NumberLayout Layout, NumberSketch Reference) Freeze(IEnumerable<double> reference)
    {
        double[] all = [.. reference];
        double[] values = [.. all.Where(double.IsFinite).Order()];
        var edges = EdgesOf(values);
        var largest = values.Length == 0 ? 1 : Math.Max(Math.Abs(values[0]), Math.Abs(values[^1]));
        var exponent = (largest > 0 ? Math.Clamp(Math.ILogB(largest), -500, 500) : 0) + 1 - UnitBits;
        var (counts, sums) = (new long[edges.Length + 1], new double[edges.Length + 1]);
        var search = new CellSearch(edges);
        foreach (var value in values)
        {
            var cell = search.CellOf(value);
            counts[cell]++;
            sums[cell] += value;
        }

        var layout = new NumberLayout(edges, PointsOf(edges, counts, sums), PartsOf(counts), exponent);
        var sketch = new NumberSketch(layout);
        sketch.Add(all);
        return (layout, sketch);
    }

    /// <inheritdoc/>
    public override ColumnSketch NewSketch() => new NumberSketch(this);

    /// <inheritdoc/>
    public override ColumnSketch ReadSketch(byte[] bytes) => NumberSketch.Read(this, bytes);

    /// <inheritdoc/>
    public override string Describe(int part)
    {
        var (first, last) = (Array.IndexOf(_partOfCell, part), Array.LastIndexOf(_partOfCell, part));
        var (low, high) = (part == 0 ? double.NegativeInfinity : Edges[first - 1], part == PartCount - 1 ? double.PositiveInfinity : Edges[last]);
        return (double.IsInfinity(low), double.IsInfinity(high)) switch
        {
            (true, true) => "any value",
            (true, false) => string.Create(CultureInfo.InvariantCulture, $"below {high:G4}"),
            (false, true) => string.Create(CultureInfo.InvariantCulture, $"{low:G4} or more"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{low:G4} to {high:G4}"),
        };
    }

    /// <inheritdoc/>
    public override byte[] ToBytes()
    {
        using var writer = new SketchWriter(Kind);
        writer.Write(Edges);
        writer.Write(Points);
        writer.Write(Array.ConvertAll(_partOfCell, p => (long)p));
        writer.Write((long)UnitExponent);
        return writer.ToArray();
    }

    /// <summary>The layout that <see cref="ToBytes"/> wrote.</summary>
    internal static NumberLayout Read(byte[] bytes)
    {
        using var reader = new SketchReader(bytes, Kind);
        var (edges, points) = (reader.ReadDoubles(), reader.ReadDoubles());
        var parts = new long[points.Length];
        reader.ReadInto(parts);
        var exponent = reader.ReadInteger();
        reader.End();
        var isSound = points.Length == edges.Length + 1 && edges.Zip(edges.Skip(1)).All(e => e.First < e.Second) && Array.TrueForAll(edges, double.IsFinite)
            && parts[0] == 0 && parts.Zip(parts.Skip(1)).All(p => p.Second == p.First || p.Second == p.First + 1) && exponent is > -1000 and < 1000;
        return isSound ? new NumberLayout(edges, points, Array.ConvertAll(parts, p => (int)p), (int)exponent) : throw SketchReader.Broken("its cells are in disorder");
    }

    /// <summary>The part that a cell belongs to.</summary>
    internal int PartOf(int cell) => _partOfCell[cell];

    /// <summary>The furthest that a value of a cell can be from its point.</summary>
    internal double RadiusOf(int cell) => cell == 0 || cell == Edges.Length
        ? double.PositiveInfinity
        : Math.Max(Points[cell] - Edges[cell - 1], Edges[cell] - Points[cell]);

    private static double[] EdgesOf(double[] sorted)
    {
        if (sorted.Length == 0)
        {
            return [];
        }

        double[] distinct = [.. sorted.Distinct().Take((Cells / 2) + 1)];
        var inner = distinct.Length <= Cells / 2
            ? distinct.SelectMany(v => new[] { v, Math.BitIncrement(v) })
            : Enumerable.Range(1, Cells - 1).Select(i => sorted[(int)((long)i * sorted.Length / Cells)]).Prepend(sorted[0]).Append(Math.BitIncrement(sorted[^1]));
        var (least, most) = (sorted[0], sorted[^1]);
        var range = most > least ? most - least : Math.Max(1, Math.Abs(most));
        var tails = Enumerable.Range(0, TailCells).Select(k => range * FirstTail * (1 << k)).SelectMany(w => new[] { least - w, most + w });
        return [.. inner.Concat(tails).Where(double.IsFinite).Order().Distinct()];
    }

    private static double[] PointsOf(double[] edges, long[] counts, double[] sums)
    {
        var points = new double[counts.Length];
        for (var cell = 0; cell < points.Length; cell++)
        {
            var (low, high) = (cell == 0 ? double.NaN : edges[cell - 1], cell == edges.Length ? double.NaN : edges[cell]);
            points[cell] = (counts[cell] > 0, double.IsNaN(low), double.IsNaN(high)) switch
            {
                (true, false, false) => Math.Clamp(sums[cell] / counts[cell], low, high),
                (true, _, _) => sums[cell] / counts[cell],
                (_, true, true) => 0,
                (_, true, false) => high,
                (_, false, true) => low,
                _ => low + ((high - low) / 2),
            };
        }

        return points;
    }

    /// <summary>A cell belongs to the decile that its middle row is in; what is smaller than <see cref="ColumnLayout.LeastShare"/> joins the part below, or the first the one above.</summary>
    private static int[] PartsOf(long[] counts)
    {
        double rows = Math.Max(1, counts.Sum());
        var deciles = new int[counts.Length];
        var byDecile = new long[Deciles];
        long before = 0;
        for (var cell = 0; cell < counts.Length; cell++)
        {
            deciles[cell] = Math.Min(Deciles - 1, (int)((before + (counts[cell] / 2.0)) / rows * Deciles));
            byDecile[deciles[cell]] += counts[cell];
            before += counts[cell];
        }

        var (partOfDecile, part) = (new int[Deciles], -1);
        for (var decile = 0; decile < Deciles; decile++)
        {
            part += byDecile[decile] > 0 && byDecile[decile] >= LeastShare * rows ? 1 : 0;
            partOfDecile[decile] = Math.Max(0, part);
        }

        return Array.ConvertAll(deciles, d => partOfDecile[d]);
    }
}
