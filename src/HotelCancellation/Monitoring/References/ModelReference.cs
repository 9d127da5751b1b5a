using HotelCancellation.Features;
using HotelCancellation.Monitoring.Concept;
using HotelCancellation.Monitoring.Reports;
using HotelCancellation.Monitoring.Sketches;
using HotelCancellation.Monitoring.Statistics;

namespace HotelCancellation.Monitoring.References;

/// <summary>What monitoring compares with: a file of the model's bundle, so that its version says which one. The same training gives the same bytes.</summary>
public sealed record ModelReference
{
    /// <summary>The scope of all hotels together; no hotel has this id.</summary>
    public const string All = "*";

    private const byte Kind = 22;

    /// <summary>The columns.</summary>
    public required IReadOnlyList<MonitoredColumn> Columns { get; init; }

    /// <summary>The importance of each column: mean absolute contributions, in log-odds.</summary>
    public required IReadOnlyList<double> Importance { get; init; }

    /// <summary>From this probability on a booking is said to be cancelled.</summary>
    public required double Threshold { get; init; }

    /// <summary>Nothing that happened on this day or later was learned from.</summary>
    public required DateOnly KnownBefore { get; init; }

    /// <summary>How likely cancellations are on a day.</summary>
    public required CancellationPace Pace { get; init; }

    /// <summary>By hotel, and <see cref="All"/>.</summary>
    public required IReadOnlyDictionary<string, ScopeReference> Scopes { get; init; }

    /// <summary>The reference as bytes.</summary>
    public byte[] ToBytes()
    {
        using var writer = new SketchWriter(Kind);
        writer.Write(Threshold);
        writer.Write((long)KnownBefore.DayNumber);
        writer.WriteBytes(Pace.ToBytes());
        writer.Write((long)Columns.Count);
        foreach (var (column, importance) in Columns.Zip(Importance))
        {
            writer.Write(column.Name);
            writer.Write(importance);
        }

        writer.Write((long)Scopes.Count);
        foreach (var (name, scope) in Scopes.OrderBy(s => s.Key, StringComparer.Ordinal))
        {
            writer.Write(name);
            Write(writer, scope);
        }

        return writer.ToArray();
    }

    /// <summary>The reference that <see cref="ToBytes"/> wrote.</summary>
    /// <param name="encoder">The encoder of the same bundle.</param>
    /// <param name="bytes">The bytes.</param>
    /// <exception cref="InvalidDataException">They are no reference, or one of another model.</exception>
    public static ModelReference FromBytes(FeatureEncoder encoder, byte[] bytes)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        var columns = MonitoredColumn.Of(encoder);
        using var reader = new SketchReader(bytes, Kind);
        var (threshold, known) = (reader.ReadDouble(), reader.ReadCount());
        var pace = CancellationPace.FromBytes(reader.ReadBytes());
        var importance = new double[reader.ReadLength()];
        for (var i = 0; i < importance.Length; i++)
        {
            var name = reader.ReadText();
            if (i >= columns.Count || columns[i].Name != name)
            {
                throw SketchReader.Broken($"column '{name}' is not the model's");
            }

            importance[i] = reader.ReadDouble();
        }

        if (importance.Length != columns.Count || threshold is not (>= 0 and <= 1) || known > DateOnly.MaxValue.DayNumber)
        {
            throw SketchReader.Broken("its columns, threshold or day are not those of a model");
        }

        var scopes = new SortedDictionary<string, ScopeReference>(StringComparer.Ordinal);
        for (var left = reader.ReadCount(); left > 0; left--)
        {
            scopes[reader.ReadText()] = Read(reader, columns.Count);
        }

        reader.End();
        return new ModelReference { Columns = columns, Importance = importance, Threshold = threshold, KnownBefore = DateOnly.FromDayNumber((int)known), Pace = pace, Scopes = scopes };
    }

    private static void Write(SketchWriter writer, ScopeReference scope)
    {
        foreach (var column in scope.Columns)
        {
            writer.WriteBytes(column.Layout.ToBytes());
            writer.WriteBytes(column.Sketch.ToBytes());
            writer.Write(column.DesignEffect);
            writer.Write((long)column.Seasons.Count);
            foreach (var (start, sketch) in column.Seasons.OrderBy(s => s.Key))
            {
                writer.Write((long)start);
                writer.WriteBytes(sketch.ToBytes());
            }
        }

        writer.WriteBytes(scope.Probability.ToBytes());
        writer.Write(scope.PaceEvents);
        writer.Write(scope.Dispersion);
        writer.Write(scope.Baseline?.Rows ?? 0);
        foreach (var interval in scope.Baseline is { } b ? [b.Auc, b.F1, b.Brier] : Array.Empty<Interval>())
        {
            writer.Write(interval.Value);
            writer.Write(interval.Low);
            writer.Write(interval.High);
        }
    }

    private static ScopeReference Read(SketchReader reader, int columns)
    {
        var read = new ColumnReference[columns];
        for (var i = 0; i < columns; i++)
        {
            var layout = ColumnLayout.FromBytes(reader.ReadBytes());
            var (sketch, effect, seasons) = (layout.ReadSketch(reader.ReadBytes()), reader.ReadDouble(), new SortedDictionary<int, ColumnSketch>());
            for (var left = reader.ReadCount(); left > 0; left--)
            {
                seasons[(int)reader.ReadCount()] = layout.ReadSketch(reader.ReadBytes());
            }

            read[i] = new ColumnReference { Sketch = sketch, DesignEffect = effect, Seasons = seasons };
        }

        var scope = new ScopeReference { Columns = read, Probability = ProbabilitySketch.FromBytes(reader.ReadBytes()), PaceEvents = reader.ReadDouble(), Dispersion = reader.ReadDouble() };
        return reader.ReadCount() is var rows and > 0 ? scope with { Baseline = new Baseline(rows, Interval(), Interval(), Interval()) } : scope;

        Interval Interval() => new(reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble());
    }
}
