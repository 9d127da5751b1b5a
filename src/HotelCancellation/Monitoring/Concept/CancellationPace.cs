using HotelCancellation.Bookings;
using HotelCancellation.Monitoring.Sketches;

namespace HotelCancellation.Monitoring.Concept;

/// <summary>
/// The chance that an open booking is cancelled on a day, as it was in training: a proportional hazard (D. Cox, JRSS B 34, 1972) in cells of days
/// since booking and days to the arrival, of each deposit type its own, times what the booking by itself makes of it. Immutable.
/// </summary>
public sealed class CancellationPace
{
    private const byte Kind = 21;
    private static readonly int[] SinceEdges = [1, 3, 8, 15, 31, 61, 121];
    private static readonly int[] AheadEdges = [1, 2, 4, 8, 15, 31, 61, 121];

    private readonly SortedDictionary<string, double[]> _cells;
    private readonly double[] _usual;
    private readonly SortedDictionary<string, double>[] _factors;

    /// <summary>A pace.</summary>
    /// <param name="usual">Hazards by cell of deposit types that have none of their own.</param>
    /// <param name="cells">Hazards by cell, by deposit type.</param>
    /// <param name="factors">For each of the <see cref="PaceFactors"/> what its levels multiply by; a level that is not there multiplies by 1.</param>
    internal CancellationPace(double[] usual, SortedDictionary<string, double[]> cells, SortedDictionary<string, double>[] factors) =>
        (_usual, _cells, _factors) = (usual, cells, factors);

    /// <summary>Cells of a deposit type.</summary>
    internal static int Cells => (SinceEdges.Length + 1) * (AheadEdges.Length + 1);

    /// <summary>Bands of the days to the arrival: neighbouring cells differ in it first.</summary>
    internal static int AheadBands => AheadEdges.Length + 1;

    /// <summary>What a booking by itself multiplies the hazards by; the same on all of its days.</summary>
    public double RiskOf(Booking booking)
    {
        ArgumentNullException.ThrowIfNull(booking);
        double risk = 1;
        for (var i = 0; i < _factors.Length; i++)
        {
            risk *= _factors[i].GetValueOrDefault(PaceFactors.All[i].Level(booking), 1);
        }

        return risk;
    }

    /// <summary>The chance that it is cancelled on a day, 0 to 1.</summary>
    /// <param name="booking">The booking, as it was on its day of booking.</param>
    /// <param name="risk">What <see cref="RiskOf"/> says of it.</param>
    /// <param name="day">A day on which it is open, from its day of booking to its arrival.</param>
    public double On(Booking booking, double risk, DateOnly day)
    {
        ArgumentNullException.ThrowIfNull(booking);
        return Math.Min(1, risk * _cells.GetValueOrDefault(booking.DepositType, _usual)[CellOf(day.DayNumber - booking.BookedOn.DayNumber, booking.ArrivalDate.DayNumber - day.DayNumber)]);
    }

    /// <summary>The cell of a day.</summary>
    internal static int CellOf(int daysSinceBooking, int daysToArrival) => (Place(SinceEdges, daysSinceBooking) * AheadBands) + Place(AheadEdges, daysToArrival);

    /// <summary>The pace as bytes.</summary>
    public byte[] ToBytes()
    {
        using var writer = new SketchWriter(Kind);
        writer.Write(_usual);
        writer.Write((long)_cells.Count);
        foreach (var (deposit, cells) in _cells)
        {
            writer.Write(deposit);
            writer.Write(cells);
        }

        writer.Write((long)_factors.Length);
        foreach (var factor in _factors)
        {
            writer.Write((long)factor.Count);
            foreach (var (level, multiplier) in factor)
            {
                writer.Write(level);
                writer.Write(multiplier);
            }
        }

        return writer.ToArray();
    }

    /// <summary>The pace that <see cref="ToBytes"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The bytes are no such pace.</exception>
    public static CancellationPace FromBytes(byte[] bytes)
    {
        using var reader = new SketchReader(bytes, Kind);
        var usual = ReadCells(reader);
        var cells = new SortedDictionary<string, double[]>(StringComparer.Ordinal);
        for (var left = reader.ReadCount(); left > 0; left--)
        {
            cells[reader.ReadText()] = ReadCells(reader);
        }

        var factors = new SortedDictionary<string, double>[reader.ReadLength()];
        for (var i = 0; i < factors.Length; i++)
        {
            factors[i] = new SortedDictionary<string, double>(StringComparer.Ordinal);
            for (var left = reader.ReadCount(); left > 0; left--)
            {
                var (level, multiplier) = (reader.ReadText(), reader.ReadDouble());
                factors[i][level] = multiplier is >= 0 and < double.PositiveInfinity ? multiplier : throw SketchReader.Broken("a multiplier is below 0 or not finite");
            }
        }

        reader.End();
        return factors.Length == PaceFactors.All.Count ? new CancellationPace(usual, cells, factors) : throw SketchReader.Broken("its factors are others");
    }

    private static double[] ReadCells(SketchReader reader) =>
        reader.ReadDoubles() is var cells && cells.Length == Cells && Array.TrueForAll(cells, h => h is >= 0 and <= 1) ? cells : throw SketchReader.Broken("its hazards are in disorder");

    private static int Place(int[] edges, int value)
    {
        var at = 0;
        while (at < edges.Length && value >= edges[at])
        {
            at++;
        }

        return at;
    }
}
