using HotelCancellation.Bookings;
using HotelCancellation.Monitoring.Concept;

namespace HotelCancellation.Monitoring.References;

/// <summary>
/// Fits the pace of cancelling to bookings: cells and factors in turn, each to its own cancellations over those expected. That is iterative
/// proportional fitting of a log-linear Poisson model (W. Deming and F. Stephan, Ann. Math. Statist. 11, 1940), with a gamma prior so that rare levels stay near 1.
/// </summary>
internal sealed class PaceFitter
{
    private const int Rounds = 12;
    private const double CellWeight = 5;
    private const double LevelWeight = 15;
    private const int FewestOfDeposit = 300;

    private readonly (Booking Booking, OpenDays Open, double Weight)[] _bookings;
    private readonly int _before;
    private readonly SortedDictionary<string, double>[] _factors = [.. PaceFactors.All.Select(_ => new SortedDictionary<string, double>(StringComparer.Ordinal))];
    private readonly SortedDictionary<string, double[]> _cells = new(StringComparer.Ordinal);
    private readonly double[] _risks;
    private double[] _usual = [];

    private PaceFitter((Booking Booking, OpenDays Open, double Weight)[] bookings, int before)
    {
        (_bookings, _before) = (bookings, before);
        _risks = Array.ConvertAll(bookings, _ => 1.0);
    }

    /// <summary>Fits.</summary>
    /// <param name="bookings">Bookings as they were made, the days on which they were open, and 1 over the size of their party.</param>
    /// <param name="before">Days of this one and later are not looked at, as <see cref="DateOnly.DayNumber"/>.</param>
    public static CancellationPace Fit((Booking Booking, OpenDays Open, double Weight)[] bookings, int before) => new PaceFitter(bookings, before).Fit();

    private CancellationPace Fit()
    {
        for (var round = 0; round < Rounds; round++)
        {
            FitCells();
            FitFactors();
        }

        FitCells();
        return new CancellationPace(_usual, _cells, _factors);
    }

    private void FitCells()
    {
        _usual = Cells(_bookings.Select((_, i) => i), null);
        foreach (var deposit in Enumerable.Range(0, _bookings.Length).GroupBy(i => _bookings[i].Booking.DepositType, StringComparer.Ordinal).Where(g => g.Count() >= FewestOfDeposit))
        {
            _cells[deposit.Key] = Cells(deposit, _usual);
        }
    }

    /// <summary>Hazards by cell, each shrunk to those above it: of all days, of the days as far ahead, of the cell of all deposit types.</summary>
    private double[] Cells(IEnumerable<int> taken, double[]? above)
    {
        var (events, days) = (new double[CancellationPace.Cells], new double[CancellationPace.Cells]);
        foreach (var i in taken)
        {
            var (_, open, weight) = _bookings[i];
            for (var day = open.BookedOn; day <= Math.Min(open.Last, _before - 1); day++)
            {
                var cell = CancellationPace.CellOf(day - open.BookedOn, open.Arrival - day);
                days[cell] += weight * _risks[i];
                events[cell] += open.IsCancelled && day == open.Last ? weight : 0;
            }
        }

        var all = Shrunk(events.Sum(), days.Sum(), 0.005);
        var hazards = new double[CancellationPace.Cells];
        for (var cell = 0; cell < hazards.Length; cell++)
        {
            var ahead = Enumerable.Range(0, hazards.Length).Where(c => c % CancellationPace.AheadBands == cell % CancellationPace.AheadBands).ToArray();
            var near = above is null ? Shrunk(ahead.Sum(c => events[c]), ahead.Sum(c => days[c]), all) : above[cell];
            hazards[cell] = Math.Min(1, Shrunk(events[cell], days[cell], near));
        }

        return hazards;
    }

    private void FitFactors()
    {
        var expected = new double[_bookings.Length];
        Parallel.For(0, expected.Length, i =>
        {
            var (booking, open, weight) = _bookings[i];
            var cells = _cells.GetValueOrDefault(booking.DepositType, _usual);
            double sum = 0;
            for (var day = open.BookedOn; day <= Math.Min(open.Last, _before - 1); day++)
            {
                sum += cells[CancellationPace.CellOf(day - open.BookedOn, open.Arrival - day)];
            }

            expected[i] = sum * weight;
        });
        for (var f = 0; f < _factors.Length; f++)
        {
            var sums = new SortedDictionary<string, (double Events, double Expected)>(StringComparer.Ordinal);
            string[] levels = [.. _bookings.Select(b => PaceFactors.All[f].Level(b.Booking))];
            for (var i = 0; i < levels.Length; i++)
            {
                var (events, all) = sums.GetValueOrDefault(levels[i]);
                var isEvent = _bookings[i].Open.IsCancelled && _bookings[i].Open.Last < _before;
                sums[levels[i]] = (events + (isEvent ? _bookings[i].Weight : 0), all + (expected[i] * _risks[i]));
            }

            var moves = sums.ToDictionary(s => s.Key, s => (s.Value.Events + LevelWeight) / (s.Value.Expected + LevelWeight), StringComparer.Ordinal);
            foreach (var (level, move) in moves)
            {
                _factors[f][level] = _factors[f].GetValueOrDefault(level, 1) * move;
            }

            for (var i = 0; i < levels.Length; i++)
            {
                _risks[i] *= moves[levels[i]];
            }
        }
    }

    private static double Shrunk(double events, double days, double above) => above > 0 ? (events + CellWeight) / (days + (CellWeight / above)) : events / Math.Max(1, days);
}
