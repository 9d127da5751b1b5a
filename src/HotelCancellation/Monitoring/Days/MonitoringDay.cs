using HotelCancellation.Bookings;
using HotelCancellation.Monitoring.Concept;
using HotelCancellation.Monitoring.References;
using HotelCancellation.Monitoring.Sketches;

namespace HotelCancellation.Monitoring.Days;

/// <summary>
/// A day of one version, by hotel and of all: the bookings made on it, the cancellations on it, and what became of its arrivals. Its size depends
/// on the reference, not on the traffic; parts that several processes counted, or that came late, are added in any order. Not safe for
/// concurrent use.
/// </summary>
public sealed class MonitoringDay(ModelReference reference, DateOnly day)
{
    private const byte Kind = 23;

    private readonly SortedDictionary<string, ScopeDay> _scopes = new(StringComparer.Ordinal);

    /// <summary>The day.</summary>
    public DateOnly Day { get; } = day;

    /// <summary>By hotel, and <see cref="ModelReference.All"/>. A hotel that training has not seen is counted in the latter alone.</summary>
    public IReadOnlyDictionary<string, ScopeDay> Scopes => _scopes;

    /// <summary>Counts a booking that was made on the day; once, whatever else is predicted of it.</summary>
    /// <param name="booking">The booking.</param>
    /// <param name="row">The numbers that the model saw on the day of booking.</param>
    /// <param name="probability">What it said.</param>
    /// <param name="isFirstOfParty">
    /// Whether none of its party (<see cref="PartySizes"/>) was counted before. Only such bookings count in the columns: forty rooms of a group are
    /// one decision, and would look like forty guests who have changed.
    /// </param>
    public void CountBooking(Booking booking, ReadOnlySpan<float> row, double probability, bool isFirstOfParty)
    {
        ArgumentNullException.ThrowIfNull(booking);
        foreach (var name in ScopesOf(booking.PropertyId.Value))
        {
            if (Of(name) is not { } scope)
            {
                continue;
            }

            scope.Probability.Add(probability);
            for (var i = 0; isFirstOfParty && i < reference.Columns.Count; i++)
            {
                if (scope.Columns[i] is CategorySketch category)
                {
                    category.Add(reference.Columns[i].Category(booking));
                }
                else
                {
                    ((NumberSketch)scope.Columns[i]).Add(reference.Columns[i].Number(row));
                }
            }
        }
    }

    /// <summary>Counts a booking that was open at the beginning of the day, or made on it, and had not arrived before; predicted or not.</summary>
    /// <param name="booking">The booking, as it was on its day of booking.</param>
    /// <param name="risk">What <see cref="CancellationPace.RiskOf"/> of the reference says of it.</param>
    /// <param name="party">Bookings of its party (<see cref="PartySizes"/>), itself among them.</param>
    /// <param name="isCancelled">Whether it was cancelled on the day. Not showing up is no cancellation here.</param>
    public void CountOpen(Booking booking, double risk, int party, bool isCancelled) => Add(booking, ConceptCounts.Of(reference.Pace.On(booking, risk, Day), party, isCancelled));

    /// <summary>Takes back what <see cref="CountOpen"/> has counted of a booking, to be counted again: a message that came late tells otherwise.</summary>
    /// <inheritdoc cref="CountOpen" path="/param"/>
    public void TakeBackOpen(Booking booking, double risk, int party, bool isCancelled) =>
        Add(booking, default(ConceptCounts) - ConceptCounts.Of(reference.Pace.On(booking, risk, Day), party, isCancelled));

    /// <summary>Counts a booking that was to arrive on the day, once the day has matured.</summary>
    /// <param name="property">The hotel.</param>
    /// <param name="probability">What was predicted of it on its day of booking.</param>
    /// <param name="isLost">Whether it was cancelled or not shown up for.</param>
    public void CountOutcome(string property, double probability, bool isLost)
    {
        foreach (var name in ScopesOf(property))
        {
            Of(name)?.Outcomes.Add(probability, isLost);
        }
    }

    /// <summary>Adds what another has counted of the same day, or of other days where a window is made.</summary>
    public void Absorb(MonitoringDay other)
    {
        ArgumentNullException.ThrowIfNull(other);
        foreach (var (name, scope) in other._scopes)
        {
            Of(name)!.Absorb(scope);
        }
    }

    /// <summary>The day as bytes.</summary>
    public byte[] ToBytes()
    {
        using var writer = new SketchWriter(Kind);
        writer.Write((long)Day.DayNumber);
        writer.Write((long)_scopes.Count);
        foreach (var (name, scope) in _scopes)
        {
            writer.Write(name);
            scope.Write(writer);
        }

        return writer.ToArray();
    }

    /// <summary>The day that <see cref="ToBytes"/> wrote.</summary>
    /// <param name="reference">The reference of the same version.</param>
    /// <param name="bytes">The bytes.</param>
    /// <exception cref="InvalidDataException">The bytes are no day, or one of another version.</exception>
    public static MonitoringDay FromBytes(ModelReference reference, byte[] bytes)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        using var reader = new SketchReader(bytes, Kind);
        var number = reader.ReadCount();
        var day = new MonitoringDay(reference, number <= DateOnly.MaxValue.DayNumber ? DateOnly.FromDayNumber((int)number) : throw SketchReader.Broken("its day is none"));
        for (var left = reader.ReadCount(); left > 0; left--)
        {
            var name = reader.ReadText();
            (day.Of(name) ?? throw SketchReader.Broken($"the reference has no '{name}'")).Read(reader, reference.Scopes[name]);
        }

        reader.End();
        return day;
    }

    private void Add(Booking booking, ConceptCounts counts)
    {
        ArgumentNullException.ThrowIfNull(booking);
        foreach (var name in ScopesOf(booking.PropertyId.Value))
        {
            if (Of(name) is { } scope)
            {
                scope.Concept += counts;
            }
        }
    }

    private static string[] ScopesOf(string property) => [property, ModelReference.All];

    private ScopeDay? Of(string name)
    {
        if (_scopes.TryGetValue(name, out var scope))
        {
            return scope;
        }

        if (!reference.Scopes.TryGetValue(name, out var from))
        {
            return null;
        }

        _scopes.Add(name, scope = new ScopeDay(reference, from));
        return scope;
    }
}
