using HotelCancellation.Monitoring.Sketches;

namespace HotelCancellation.Monitoring.Concept;

/// <summary>
/// The chance that an open booking is cancelled on a day, as it was in training: by the probability that was predicted on the day of booking, days
/// since then, and days to the arrival. A discrete-time hazard (D. Cox, JRSS B 34, 1972, section 6) in cells. Immutable.
/// </summary>
public sealed class HazardTable
{
    private const byte Kind = 21;
    private static readonly double[] BandEdges = [0.05, 0.1, 0.2, 0.3, 0.45, 0.6, 0.8, 0.95];
    private static readonly int[] SinceEdges = [1, 3, 8, 15, 31, 61, 121];
    private static readonly int[] AheadEdges = [1, 2, 4, 8, 15, 31, 61, 121];

    private readonly double[] _hazards;

    /// <summary>A table.</summary>
    /// <param name="hazards">By cell, each 0 to 1.</param>
    /// <exception cref="ArgumentException">There are too few or too many, or one is no share.</exception>
    public HazardTable(double[] hazards)
    {
        ArgumentNullException.ThrowIfNull(hazards);
        if (hazards.Length != Cells || Array.Exists(hazards, h => h is not (>= 0 and <= 1)))
        {
            throw new ArgumentException($"{Cells} hazards of 0 to 1 are needed.", nameof(hazards));
        }

        _hazards = hazards;
    }

    /// <summary>Bands of the probability.</summary>
    public static int Bands => BandEdges.Length + 1;

    /// <summary>Bands of the days since booking.</summary>
    public static int SinceBands => SinceEdges.Length + 1;

    /// <summary>Bands of the days to the arrival.</summary>
    public static int AheadBands => AheadEdges.Length + 1;

    /// <summary>All cells.</summary>
    public static int Cells => Bands * SinceBands * AheadBands;

    /// <summary>The hazard of a day.</summary>
    /// <param name="probability">What was predicted on the day of booking.</param>
    /// <param name="daysSinceBooking">0 on the day of booking.</param>
    /// <param name="daysToArrival">0 on the day of arrival.</param>
    public double Of(double probability, int daysSinceBooking, int daysToArrival) => _hazards[CellOf(probability, daysSinceBooking, daysToArrival)];

    /// <summary>The cell of a day.</summary>
    public static int CellOf(double probability, int daysSinceBooking, int daysToArrival) =>
        (((BandOf(probability) * SinceBands) + Place(SinceEdges, daysSinceBooking)) * AheadBands) + Place(AheadEdges, daysToArrival);

    /// <summary>The band of a probability.</summary>
    public static int BandOf(double probability) => Place(BandEdges, probability);

    /// <summary>The table as bytes.</summary>
    public byte[] ToBytes()
    {
        using var writer = new SketchWriter(Kind);
        writer.Write(_hazards);
        return writer.ToArray();
    }

    /// <summary>The table that <see cref="ToBytes"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The bytes are no such table.</exception>
    public static HazardTable FromBytes(byte[] bytes)
    {
        using var reader = new SketchReader(bytes, Kind);
        var hazards = reader.ReadDoubles();
        reader.End();
        return hazards.Length == Cells && Array.TrueForAll(hazards, h => h is >= 0 and <= 1) ? new HazardTable(hazards) : throw SketchReader.Broken("its hazards are in disorder");
    }

    private static int Place<T>(T[] edges, T value)
        where T : IComparable<T>
    {
        var at = 0;
        while (at < edges.Length && value.CompareTo(edges[at]) >= 0)
        {
            at++;
        }

        return at;
    }
}
