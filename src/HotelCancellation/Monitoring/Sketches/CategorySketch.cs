namespace HotelCancellation.Monitoring.Sketches;

/// <summary>What has been seen of a category: rows by part of its layout, unseen and missing.</summary>
public sealed class CategorySketch : ColumnSketch
{
    /// <summary>Stands for a missing value.</summary>
    public const int MissingPart = -1;

    /// <summary>Stands for a category that the reference has not.</summary>
    public const int UnseenPart = -2;

    private const byte Kind = 12;

    private readonly CategoryLayout _layout;
    private readonly long[] _parts;

    internal CategorySketch(CategoryLayout layout)
    {
        _layout = layout;
        _parts = new long[layout.PartCount];
    }

    /// <inheritdoc/>
    public override ColumnLayout Layout => _layout;

    /// <summary>Adds rows.</summary>
    /// <param name="category">Null and empty are missing.</param>
    /// <param name="rows">How many, 0 or more.</param>
    public void Add(string? category, long rows = 1) => AddPart(_layout.PartOf(category), rows);

    /// <summary>Adds rows of a part that <see cref="CategoryLayout.PartOf"/> named.</summary>
    public void AddPart(int part, long rows = 1)
    {
        if (part >= 0)
        {
            _parts[part] += rows;
        }
        else if (part == UnseenPart)
        {
            Unseen += rows;
        }
        else
        {
            Missing += rows;
        }
    }

    /// <summary>Adds rows of a category that the reference has not.</summary>
    internal void AddUnseen(long rows) => Unseen += rows;

    /// <inheritdoc/>
    public override long[] Parts() => [.. _parts];

    /// <inheritdoc/>
    public override byte[] ToBytes()
    {
        using var writer = new SketchWriter(Kind);
        writer.Write(_layout.Fingerprint);
        writer.Write(Missing);
        writer.Write(Unseen);
        writer.Write(_parts);
        return writer.ToArray();
    }

    /// <summary>The sketch of a layout that <see cref="ToBytes"/> wrote.</summary>
    internal static CategorySketch Read(CategoryLayout layout, byte[] bytes)
    {
        using var reader = new SketchReader(bytes, Kind);
        if (reader.ReadFingerprint() != layout.Fingerprint)
        {
            throw SketchReader.Broken("they are of another layout");
        }

        var sketch = new CategorySketch(layout) { Missing = reader.ReadCount(), Unseen = reader.ReadCount() };
        reader.ReadInto(sketch._parts);
        reader.End();
        return sketch;
    }

    /// <inheritdoc/>
    private protected override void AbsorbParts(ColumnSketch other)
    {
        var from = (CategorySketch)other;
        for (var part = 0; part < _parts.Length; part++)
        {
            _parts[part] += from._parts[part];
        }
    }
}
