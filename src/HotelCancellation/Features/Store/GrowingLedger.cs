namespace HotelCancellation.Features.Store;

/// <summary>
/// A ledger in memory that takes in more bookings day by day, for simulations. Equal to <see cref="MemoryLedger"/> of the same entries. Safe for
/// many readers while nothing is added.
/// </summary>
public sealed class GrowingLedger : ILedger
{
    private readonly Dictionary<LedgerKey, DaySeries> _series;

    /// <summary>Begins with what another has.</summary>
    public GrowingLedger(MemoryLedger ledger)
    {
        ArgumentNullException.ThrowIfNull(ledger);
        _series = new Dictionary<LedgerKey, DaySeries>(ledger.Series);
    }

    /// <summary>Series.</summary>
    public int Count => _series.Count;

    /// <summary>Adds entries, in any order.</summary>
    public void Add(IEnumerable<LedgerEntry> entries)
    {
        foreach (var byKey in entries.GroupBy(e => e.Key))
        {
            _series[byKey.Key] = Find(byKey.Key).With(byKey.Select(e => (e.Day, e.Counts)));
        }
    }

    /// <summary>Forgets the series of arrival days and nights before one: no booking that is still to be asked about has them.</summary>
    public void Forget(int before)
    {
        foreach (var key in _series.Keys.Where(k => LedgerKey.HasDay(k.Scope) && k.Day < before).ToList())
        {
            _series.Remove(key);
        }
    }

    /// <inheritdoc/>
    public DaySeries Find(in LedgerKey key) => _series.GetValueOrDefault(key, DaySeries.Empty);
}
