namespace HotelCancellation.Monitoring.Sketches;

/// <summary>
/// What has been seen of a column, as counts in the parts of its layout. Its size depends on the layout, not on the traffic; merging is
/// addition of whole numbers, so commutative, associative and exact. Not safe for concurrent use: one a writer, merged later.
/// </summary>
public abstract class ColumnSketch
{
    /// <summary>What is counted.</summary>
    public abstract ColumnLayout Layout { get; }

    /// <summary>Rows without a value.</summary>
    public long Missing { get; protected set; }

    /// <summary>Rows with a category that the reference has not; always 0 for numbers.</summary>
    public long Unseen { get; protected set; }

    /// <summary>Rows with a value.</summary>
    public long Present => Parts().Sum() + Unseen;

    /// <summary>All rows.</summary>
    public long Rows => Present + Missing;

    /// <summary>Rows by part of the layout, without missing and unseen.</summary>
    public abstract long[] Parts();

    /// <summary>Adds what another sketch has counted.</summary>
    /// <exception cref="ArgumentException">It has another layout.</exception>
    public void Absorb(ColumnSketch other)
    {
        if (!ReferenceEquals(other.Layout, Layout) && other.Layout.Fingerprint != Layout.Fingerprint)
        {
            throw new ArgumentException($"A sketch of the layout {other.Layout.Fingerprint:x16}; one of {Layout.Fingerprint:x16} is needed.", nameof(other));
        }

        Missing += other.Missing;
        Unseen += other.Unseen;
        AbsorbParts(other);
    }

    /// <summary>What both have counted.</summary>
    public static ColumnSketch Merge(ColumnSketch a, ColumnSketch b)
    {
        var merged = a.Layout.NewSketch();
        merged.Absorb(a);
        merged.Absorb(b);
        return merged;
    }

    /// <summary>The sketch as bytes without its layout, the first of them the version of the format.</summary>
    public abstract byte[] ToBytes();

    /// <summary>Adds the counts of a sketch of the same layout.</summary>
    private protected abstract void AbsorbParts(ColumnSketch other);
}
