using System.Collections.Concurrent;
using Azure;
using Azure.Data.Tables;
using HotelCancellation.Bookings;
using HotelCancellation.Platform;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;

namespace HotelCancellation.Features.Store;

/// <summary>
/// Table <c>features</c>: PartitionKey is the property, RowKey a row of <see cref="LedgerNames"/>. Rows of one property are written together
/// or not at all, each against the version it was read as. What was read or written is remembered within a bound. Safe for many threads.
/// </summary>
internal sealed class TableLedger : IDisposable
{
    public const string Table = "features";

    /// <summary>The most rows that are written together.</summary>
    public const int MostRows = 100;

    /// <summary>The most bytes that are written together; storage takes 4 MiB.</summary>
    public const int MostBytes = 3 * 1024 * 1024;

    private const int PieceBytes = 64 * 1024;
    private const int RowOverhead = 400;

    // Seven bits a number become four or eight bytes.
    private const int MemoryOverBytes = 6;

    private readonly TableClient _table;
    private readonly TimeProvider _clock;
    private readonly MemoryCache _cache;
    private readonly ConcurrentDictionary<string, Task<LedgerRow>> _reading = new(StringComparer.Ordinal);

    public TableLedger(StorageClients storage, TimeProvider clock, IOptions<FeatureStoreOptions> options)
    {
        _table = storage.Table(Table);
        _clock = clock;
        _cache = new MemoryCache(new MemoryCacheOptions { SizeLimit = options.Value.CacheMegabytes * 1024L * 1024, CompactionPercentage = 0.1 });
    }

    /// <summary>A row that is remembered, with its age; null where it is not.</summary>
    public (LedgerRow Row, TimeSpan Age)? Remembered(PropertyId propertyId, string name) =>
        _cache.TryGetValue(CacheKey(propertyId, name), out (LedgerRow Row, long At) found) ? (found.Row, _clock.GetElapsedTime(found.At)) : null;

    /// <summary>Reads a row. Those who ask for the same one at the same time share the answer.</summary>
    /// <returns>The row, without a tag where there is none.</returns>
    /// <exception cref="StorageUnavailableException">Storage does not answer.</exception>
    public Task<LedgerRow> ReadAsync(PropertyId propertyId, string name)
    {
        var key = CacheKey(propertyId, name);
        return _reading.GetOrAdd(key, async _ =>
        {
            await Task.Yield();
            try
            {
                return await FetchAsync(propertyId, name);
            }
            finally
            {
                _reading.TryRemove(key, out Task<LedgerRow>? _);
            }
        });
    }

    /// <summary>Writes rows of a property, all or none; false where one is not as it was read, and then they are forgotten.</summary>
    /// <exception cref="StorageUnavailableException">Storage does not answer. They may have been written.</exception>
    public async Task<bool> TryWriteAsync(PropertyId propertyId, IReadOnlyList<(LedgerRow Row, byte[] Bytes)> rows, CancellationToken cancellationToken)
    {
        var partition = TableKeys.Of(propertyId.Value);
        var actions = rows.Select(r => Action(partition, r.Row, r.Bytes)).ToList();
        try
        {
            var written = await StorageGuard.CallAsync("write features", () => SubmitAsync(actions, cancellationToken), cancellationToken);
            for (var i = 0; i < rows.Count; i++)
            {
                if (written is null)
                {
                    _cache.Remove(CacheKey(propertyId, rows[i].Row.Name));
                }
                else
                {
                    Remember(propertyId, rows[i].Row with { Tag = written[i] }, rows[i].Bytes.Length);
                }
            }

            return written is not null;
        }
        catch (StorageUnavailableException)
        {
            foreach (var (row, _) in rows)
            {
                _cache.Remove(CacheKey(propertyId, row.Name));
            }

            throw;
        }
    }

    public void Dispose() => _cache.Dispose();

    private async Task<IReadOnlyList<string>?> SubmitAsync(List<TableTransactionAction> actions, CancellationToken cancellationToken)
    {
        try
        {
            var answers = await _table.SubmitTransactionAsync(actions, cancellationToken);
            return [.. answers.Value.Select(a => a.Headers.ETag!.Value.ToString())];
        }
        catch (RequestFailedException e) when (e.Status == 404 && e.ErrorCode == "TableNotFound")
        {
            await _table.CreateIfNotExistsAsync(cancellationToken);
            return null;
        }
        catch (RequestFailedException e) when (e.Status is 404 or 409 or 412)
        {
            return null;
        }
    }

    private async Task<LedgerRow> FetchAsync(PropertyId propertyId, string name)
    {
        var asked = _clock.GetTimestamp();

        // Not cancelled by one of those who wait: others may wait for the same.
        var entity = await StorageGuard.CallAsync(
            "read features",
            async () =>
            {
                try
                {
                    var answer = await _table.GetEntityIfExistsAsync<TableEntity>(TableKeys.Of(propertyId.Value), name);
                    return answer.HasValue ? answer.Value : null;
                }
                catch (RequestFailedException e) when (e.Status == 404)
                {
                    // The table itself is not there yet.
                    return null;
                }
            },
            CancellationToken.None);
        if (entity is null)
        {
            return Remember(propertyId, new LedgerRow(name, null), 0, asked);
        }

        using var bytes = new MemoryStream();
        for (var i = 0; entity.GetBinary(Piece(i)) is { } piece; i++)
        {
            bytes.Write(piece);
        }

        bytes.Position = 0;
        var length = (int)bytes.Length;
        var row = new LedgerRow(name, entity.ETag.ToString());
        return Remember(
            propertyId,
            row.IsOwn
                ? row with { Own = OwnEntries.Read(entity.GetInt32("Events")!.Value, propertyId, bytes) }
                : row with { Document = LedgerDocument.Read(propertyId, bytes) },
            length,
            asked);
    }

    private LedgerRow Remember(PropertyId propertyId, LedgerRow row, int bytes, long? asked = null)
    {
        if (asked is not null && _cache.TryGetValue(CacheKey(propertyId, row.Name), out (LedgerRow Row, long At) newer) && newer.At > asked)
        {
            // This host has written it while it was being read.
            return newer.Row;
        }

        var entry = new MemoryCacheEntryOptions { Size = RowOverhead + ((long)bytes * MemoryOverBytes) };
        _cache.Set(CacheKey(propertyId, row.Name), (row, _clock.GetTimestamp()), entry);
        return row;
    }

    private static TableTransactionAction Action(string partition, LedgerRow row, byte[] bytes)
    {
        var entity = new TableEntity(partition, row.Name);
        if (row.IsOwn)
        {
            entity["Events"] = row.Own.Events;
        }

        for (int i = 0, from = 0; i == 0 || from < bytes.Length; i++, from += PieceBytes)
        {
            entity[Piece(i)] = bytes[from..Math.Min(bytes.Length, from + PieceBytes)];
        }

        return row.Tag is null
            ? new TableTransactionAction(TableTransactionActionType.Add, entity)
            : new TableTransactionAction(TableTransactionActionType.UpdateReplace, entity, new ETag(row.Tag));
    }

    private static string Piece(int number) => $"Series{number}";

    private static string CacheKey(PropertyId propertyId, string name) => $"{propertyId.Value}\n{name}";
}
