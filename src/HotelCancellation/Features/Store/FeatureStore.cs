using HotelCancellation.Bookings;
using HotelCancellation.Platform;
using Microsoft.Extensions.Options;

namespace HotelCancellation.Features.Store;

/// <summary>
/// The online side of the feature store: what was known of the bookings around a booking, from table <c>features</c> by way of a bounded
/// memory. Equal to what <see cref="MemoryLedger"/> says of the same events. Safe for many threads.
/// </summary>
public sealed class FeatureStore : IContextSource
{
    private const int Scopes = (int)LedgerScope.Stay + 1;
    private readonly TableLedger _table;
    private readonly FeatureStoreOptions _options;
    private readonly HotelCancellationMeter _meter;

    internal FeatureStore(TableLedger table, HotelCancellationMeter meter, IOptions<FeatureStoreOptions> options) =>
        (_table, _meter, _options) = (table, meter, options.Value);

    /// <inheritdoc/>
    public async ValueTask<BookingContext?> ContextAsync(Booking booking, DateOnly asOf, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(booking);
        var slice = new Slice();
        List<Task>? reads = null;
        for (var scope = (LedgerScope)0; (int)scope < Scopes; scope++)
        {
            // The scopes of an arrival day share a row.
            if (LedgerKey.Of(scope, booking) is { } key && scope is not (LedgerScope.NightAgent or LedgerScope.NightCompany or LedgerScope.NightSegment))
            {
                Take(booking.PropertyId, LedgerNames.Document(key), slice, ref reads);
            }
        }

        if (asOf > booking.BookedOn)
        {
            Take(booking.PropertyId, LedgerNames.Own(booking.BookingId.Value), slice, ref reads);
        }

        if (reads is not null)
        {
            try
            {
                await Task.WhenAll(reads).WaitAsync(TimeSpan.FromMilliseconds(_options.ReadTimeoutMilliseconds), cancellationToken);
            }
            catch (Exception e) when (e is TimeoutException or StorageUnavailableException)
            {
                _meter.ContextMissed();
                return null;
            }
        }

        return new BookingContext(booking, asOf, slice, slice.Own);
    }

    private void Take(PropertyId propertyId, string name, Slice slice, ref List<Task>? reads)
    {
        var known = _table.Remembered(propertyId, name);
        if (known is { } found && found.Age.TotalSeconds <= _options.StaleSeconds)
        {
            slice.Add(found.Row);
            if (found.Age.TotalSeconds > _options.FreshSeconds)
            {
                // Nobody waits for it, and nobody minds if it fails: then it grows older and is waited for.
                _ = _table.ReadAsync(propertyId, name).ContinueWith(t => t.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
            }

            return;
        }

        (reads ??= []).Add(AddAsync(_table.ReadAsync(propertyId, name), slice));
    }

    private static async Task AddAsync(Task<LedgerRow> read, Slice slice) => slice.Add(await read);

    /// <summary>The rows that one question needs.</summary>
    private sealed class Slice : ILedger
    {
        private readonly Lock _lock = new();
        private readonly List<LedgerDocument> _documents = new(8);

        public IReadOnlyList<LedgerEntry> Own { get; private set; } = [];

        public void Add(LedgerRow row)
        {
            lock (_lock)
            {
                if (row.IsOwn)
                {
                    Own = row.Own.Entries;
                }
                else
                {
                    _documents.Add(row.Document);
                }
            }
        }

        public DaySeries Find(in LedgerKey key)
        {
            foreach (var document in _documents)
            {
                if (document.Find(key) is { Count: > 0 } series)
                {
                    return series;
                }
            }

            return DaySeries.Empty;
        }
    }
}
