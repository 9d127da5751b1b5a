using HotelCancellation.Monitoring.Concept;

namespace HotelCancellation.Monitoring.References;

/// <summary>Counts cancellations by cell, and makes a table of them in which small cells lean on larger ones.</summary>
internal sealed class HazardFitter
{
    // Events' worth of the level above that a cell is shrunk with.
    private const double Weight = 5;

    private readonly double[] _events = new double[HazardTable.Cells];
    private readonly double[] _days = new double[HazardTable.Cells];

    /// <summary>Adds a booking's days before one; each counts as a part of its party.</summary>
    public void Add(OpenDays open, double probability, int party, int before)
    {
        var weight = 1.0 / party;
        for (var day = open.BookedOn; day <= Math.Min(open.Last, before - 1); day++)
        {
            var cell = HazardTable.CellOf(probability, day - open.BookedOn, open.Arrival - day);
            _days[cell] += weight;
            _events[cell] += open.IsCancelled && day == open.Last ? weight : 0;
        }
    }

    public HazardTable Fit()
    {
        var hazards = new double[HazardTable.Cells];
        var all = _events.Sum() / Math.Max(1, _days.Sum());
        for (var ahead = 0; ahead < HazardTable.AheadBands; ahead++)
        {
            var (e, d) = Sum(Of(ahead));
            var near = Shrunk(e, d, all);
            for (var band = 0; band < HazardTable.Bands; band++)
            {
                (e, d) = Sum(Of(ahead).Where(c => c / (HazardTable.SinceBands * HazardTable.AheadBands) == band));
                var risky = Shrunk(e, d, near);
                foreach (var cell in Of(ahead).Where(c => c / (HazardTable.SinceBands * HazardTable.AheadBands) == band))
                {
                    hazards[cell] = Math.Min(1, Shrunk(_events[cell], _days[cell], risky));
                }
            }
        }

        return new HazardTable(hazards);
    }

    private static double Shrunk(double events, double days, double above) => above > 0 ? (events + Weight) / (days + (Weight / above)) : events / Math.Max(1, days);

    private static IEnumerable<int> Of(int ahead) => Enumerable.Range(0, HazardTable.Cells / HazardTable.AheadBands).Select(i => (i * HazardTable.AheadBands) + ahead);

    private (double Events, double Days) Sum(IEnumerable<int> cells) => cells.Aggregate((Events: 0.0, Days: 0.0), (sum, c) => (sum.Events + _events[c], sum.Days + _days[c]));
}
