namespace HotelCancellation.Monitoring.Sketches;

/// <summary>
/// Finds the cell of a value: a table of 2048 slots of equal width over the inner edges says between which edges it can be, and few are left to
/// compare with. Which slot a value is in is a monotone function of it, so that what the table says is certain whatever is rounded.
/// </summary>
internal sealed class CellSearch
{
    private const int Slots = 2048;

    // Tails, which double in width, would leave few slots for what lies between; there the search goes on from the outermost slots.
    private const double InnerShare = 0.1;

    private readonly double[] _edges;
    private readonly int[] _first = new int[Slots + 1];
    private readonly double _low;
    private readonly double _scale;

    public CellSearch(double[] edges)
    {
        _edges = edges;
        if (edges.Length > 0)
        {
            var (from, to) = (edges[(int)(edges.Length * InnerShare)], edges[(int)((edges.Length - 1) * (1 - InnerShare))]);
            var scale = Slots / (to - from);
            (_low, _scale) = double.IsFinite(scale) ? (from, scale) : (0, 0);
        }

        foreach (var edge in edges)
        {
            _first[SlotOf(edge) + 1]++;
        }

        for (var slot = 0; slot < Slots; slot++)
        {
            _first[slot + 1] += _first[slot];
        }
    }

    /// <summary>The number of edges that are at most the value.</summary>
    /// <param name="value">Finite.</param>
    public int CellOf(double value)
    {
        var slot = SlotOf(value);
        var (low, high) = (_first[slot], _first[slot + 1]);
        while (low < high)
        {
            var middle = (low + high) >> 1;
            (low, high) = _edges[middle] <= value ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private int SlotOf(double value) => (int)Math.Clamp((value - _low) * _scale, 0, Slots - 1);
}
