using HotelCancellation.Monitoring.Concept;
using HotelCancellation.Monitoring.References;
using HotelCancellation.Monitoring.Sketches;

namespace HotelCancellation.Monitoring.Days;

/// <summary>What is counted of a day at a hotel, or at all. Mergeable: sums of whole numbers alone.</summary>
public sealed class ScopeDay
{
    internal ScopeDay(ModelReference reference, ScopeReference scope)
    {
        Columns = [.. scope.Columns.Select(c => c.Layout.NewSketch())];
        Probability = new ProbabilitySketch(reference.Threshold);
        Outcomes = new OutcomeSketch(reference.Threshold);
    }

    /// <summary>The columns of the bookings made on the day, each party once, in the order of <see cref="ModelReference.Columns"/>.</summary>
    public IReadOnlyList<ColumnSketch> Columns { get; private set; }

    /// <summary>What was predicted of the bookings made on the day, on that day.</summary>
    public ProbabilitySketch Probability { get; private set; }

    /// <summary>Cancellations on the day among the bookings that were open.</summary>
    public ConceptCounts Concept { get; set; }

    /// <summary>What was predicted on the day of booking of those that arrive on the day, and what came of them; empty until it has matured.</summary>
    public OutcomeSketch Outcomes { get; private set; }

    /// <summary>Adds what another has counted.</summary>
    internal void Absorb(ScopeDay other)
    {
        for (var i = 0; i < Columns.Count; i++)
        {
            Columns[i].Absorb(other.Columns[i]);
        }

        Probability.Absorb(other.Probability);
        Concept += other.Concept;
        Outcomes = OutcomeSketch.Merge(Outcomes, other.Outcomes);
    }

    internal void Write(SketchWriter writer)
    {
        foreach (var column in Columns)
        {
            writer.WriteBytes(column.ToBytes());
        }

        writer.WriteBytes(Probability.ToBytes());
        writer.Write(Concept.EventUnits);
        writer.Write(Concept.ExpectedUnits);
        writer.Write(Concept.Cancelled);
        writer.Write(Concept.BookingDays);
        writer.WriteBytes(Outcomes.ToBytes());
    }

    internal void Read(SketchReader reader, ScopeReference scope)
    {
        Columns = [.. scope.Columns.Select(c => c.Layout.ReadSketch(reader.ReadBytes()))];
        Probability = ProbabilitySketch.FromBytes(reader.ReadBytes());
        Concept = new ConceptCounts(reader.ReadCount(), reader.ReadCount(), reader.ReadCount(), reader.ReadCount());
        Outcomes = OutcomeSketch.FromBytes(reader.ReadBytes());
    }
}
