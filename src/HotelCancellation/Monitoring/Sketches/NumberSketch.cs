using System.Numerics;

namespace HotelCancellation.Monitoring.Sketches;

/// <summary>
/// What has been seen of a number: rows by cell of its layout, missing, and the sums of values and of their squares in whole multiples of
/// the layout's unit. From it come the parts of the stability index, mean, variance, and the Wasserstein-1 distance with a bound on its error.
/// </summary>
public sealed class NumberSketch : ColumnSketch
{
    private const byte Kind = 11;

    // Values are cut to 1024 times the largest of the reference, so that no sum of squares of 2^40 rows can overflow.
    private const double MostUnits = 1L << 40;

    private readonly NumberLayout _layout;
    private readonly long[] _cells;
    private Int128 _sum;
    private Int128 _squares;

    internal NumberSketch(NumberLayout layout)
    {
        _layout = layout;
        _cells = new long[layout.Edges.Length + 1];
    }

    /// <inheritdoc/>
    public override ColumnLayout Layout => _layout;

    /// <summary>Mean of the values; NaN where there is none.</summary>
    public double Mean => Math.ScaleB((double)_sum / Present, _layout.UnitExponent);

    /// <summary>Sum of the values.</summary>
    public double Sum => Math.ScaleB((double)_sum, _layout.UnitExponent);

    /// <summary>Sum of the squared values.</summary>
    public double SumOfSquares => Math.ScaleB((double)_squares, 2 * _layout.UnitExponent);

    /// <summary>Variance of the values, unbiased; NaN below two. Computed in whole numbers, so that nothing cancels out.</summary>
    public double Variance => Present is var n && n < 2
        ? double.NaN
        : Math.ScaleB((double)((n * (BigInteger)_squares) - ((BigInteger)_sum * _sum)) / n / (n - 1), 2 * _layout.UnitExponent);

    /// <summary>Adds a row.</summary>
    /// <param name="value">Anything that is not finite is missing.</param>
    public void Add(double value) => Add([value]);

    /// <summary>Adds rows.</summary>
    /// <param name="values">Anything that is not finite is missing.</param>
    public void Add(ReadOnlySpan<double> values)
    {
        var (search, cells, unit) = (_layout.Search, _cells, Math.ScaleB(1, -_layout.UnitExponent));
        var (sum, squares, missing) = (_sum, _squares, 0L);
        foreach (var value in values)
        {
            if (!double.IsFinite(value))
            {
                missing++;
                continue;
            }

            cells[search.CellOf(value)]++;
            var units = (long)Math.Round(Math.Clamp(value * unit, -MostUnits, MostUnits));
            sum += units;
            squares += Math.BigMul(units, units);
        }

        (_sum, _squares) = (sum, squares);
        Missing += missing;
    }

    /// <summary>Adds rows.</summary>
    /// <param name="values">Anything that is not finite is missing.</param>
    public void Add(ReadOnlySpan<float> values)
    {
        Span<double> wide = stackalloc double[256];
        while (!values.IsEmpty)
        {
            var count = Math.Min(values.Length, wide.Length);
            for (var i = 0; i < count; i++)
            {
                wide[i] = values[i];
            }

            Add(wide[..count]);
            values = values[count..];
        }
    }

    /// <inheritdoc/>
    public override long[] Parts()
    {
        var parts = new long[_layout.PartCount];
        for (var cell = 0; cell < _cells.Length; cell++)
        {
            parts[_layout.PartOf(cell)] += _cells[cell];
        }

        return parts;
    }

    /// <summary>
    /// The Wasserstein-1 distance to another sketch of the layout, in the values' unit, and the most that it can be off because values were
    /// counted in cells: moving each value to its cell's point moves the distance by at most that (the triangle inequality). NaN where either has no value.
    /// </summary>
    public (double Distance, double MaxError) WassersteinTo(NumberSketch other)
    {
        if (other.Layout.Fingerprint != Layout.Fingerprint)
        {
            throw new ArgumentException($"A sketch of the layout {other.Layout.Fingerprint:x16}; one of {Layout.Fingerprint:x16} is needed.", nameof(other));
        }

        double error = 0, n = Present, m = other.Present;
        for (var cell = 0; cell < _cells.Length; cell++)
        {
            var share = (_cells[cell] / n) + (other._cells[cell] / m);
            error += share > 0 ? share * _layout.RadiusOf(cell) : 0;
        }

        return (Statistics.Wasserstein.Distance(_layout.Points, _cells, other._cells), error);
    }

    /// <inheritdoc/>
    public override byte[] ToBytes()
    {
        using var writer = new SketchWriter(Kind);
        writer.Write(_layout.Fingerprint);
        writer.Write(Missing);
        writer.Write(_cells);
        writer.Write(_sum);
        writer.Write(_squares);
        return writer.ToArray();
    }

    /// <summary>The sketch of a layout that <see cref="ToBytes"/> wrote.</summary>
    internal static NumberSketch Read(NumberLayout layout, byte[] bytes)
    {
        using var reader = new SketchReader(bytes, Kind);
        if (reader.ReadFingerprint() != layout.Fingerprint)
        {
            throw SketchReader.Broken("they are of another layout");
        }

        var sketch = new NumberSketch(layout) { Missing = reader.ReadCount() };
        reader.ReadInto(sketch._cells);
        (sketch._sum, sketch._squares) = (reader.ReadInt128(), reader.ReadInt128());
        reader.End();
        return sketch;
    }

    /// <inheritdoc/>
    private protected override void AbsorbParts(ColumnSketch other)
    {
        var from = (NumberSketch)other;
        _sum += from._sum;
        _squares += from._squares;
        for (var cell = 0; cell < _cells.Length; cell++)
        {
            _cells[cell] += from._cells[cell];
        }
    }
}
