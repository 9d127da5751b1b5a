using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HotelCancellation.Platform.Access;

/// <summary>What a look-up of a key found.</summary>
public enum KeyVerdict
{
    /// <summary>The key may be used.</summary>
    Valid,

    /// <summary>There is no such key, or its secret is wrong.</summary>
    Unknown,

    /// <summary>The key's time is over.</summary>
    Expired,

    /// <summary>The key was revoked.</summary>
    Revoked,

    /// <summary>Keys could not be read, since storage does not answer or too many wait for it: nothing can be said of a key that is not in memory.</summary>
    Unchecked,
}

/// <summary>The answer of a look-up.</summary>
/// <param name="Verdict">What was found.</param>
/// <param name="Key">The key, where its secret was right.</param>
public readonly record struct KeyLookup(KeyVerdict Verdict, ApiKey? Key);

/// <summary>
/// All keys in memory, read again every <see cref="AccessOptions.RefreshSeconds"/>, so that a request waits for no storage
/// and an outage locks nobody out. A key made since the last reading is unknown here: its first use has the set read again,
/// at most once a second whoever asks, and with a bounded number of requests waiting, so that guesses cost storage nothing.
/// </summary>
public sealed partial class ApiKeyRing(TableApiKeys keys, IOptions<AccessOptions> options, TimeProvider time, ILogger<ApiKeyRing> logger)
    : BackgroundService
{
    private const int MostWaiting = 256;
    private static readonly TimeSpan LeastInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestRead = TimeSpan.FromSeconds(5);
    private readonly Lock _lock = new();
    private volatile Keys? _keys;
    private Task<bool>? _refresh;
    private long? _lastStart;
    private int _waiting;

    /// <summary>When the keys were last read, or null.</summary>
    public DateTimeOffset? LoadedAt => _keys?.At;

    /// <summary>Stands for the newest reading of the keys; another object after each.</summary>
    public object? Reading => _keys;

    /// <summary>Looks a key up. Completes at once for a key in memory.</summary>
    public ValueTask<KeyLookup> FindAsync(string text, CancellationToken cancellationToken)
    {
        if (!ApiKeyText.TrySplit(text, out var id, out var secret))
        {
            return new(new KeyLookup(KeyVerdict.Unknown, null));
        }

        return _keys is { } known && known.TryGet(id, out var key) ? new(Judge(key, secret)) : new(FindFreshAsync(text, cancellationToken));
    }

    /// <summary>Looks a key up in memory alone; null where it is not there.</summary>
    public KeyLookup? FindKnown(string text) =>
        ApiKeyText.TrySplit(text, out var id, out var secret) && _keys is { } known && known.TryGet(id, out var key) ? Judge(key, secret) : null;

    /// <summary>Whether what was found valid is so still: keys have not been read since, and it has not expired.</summary>
    /// <param name="key">The key.</param>
    /// <param name="reading"><see cref="Reading"/> before it was looked up.</param>
    public bool StillHolds(ApiKey key, object? reading) => reading is not null && ReferenceEquals(reading, _keys) && !(key.Expires <= time.GetUtcNow());

    /// <summary>Reads the keys now, or joins a reading under way. Failures are logged; the keys known so far stay.</summary>
    public Task RefreshAsync() => Refresh().Task;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(options.Value.RefreshSeconds), time);
        try
        {
            do
            {
                await RefreshAsync();
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    private async Task<KeyLookup> FindFreshAsync(string text, CancellationToken cancellationToken)
    {
        var isRead = false;
        try
        {
            if (Interlocked.Increment(ref _waiting) <= MostWaiting)
            {
                // A reading under way may have begun before the key was made, and one may fail; then the next one has it.
                var (refresh, joined) = Refresh();
                isRead = await refresh.WaitAsync(cancellationToken);
                if ((joined || !isRead) && !Knows(text))
                {
                    isRead = await Refresh().Task.WaitAsync(cancellationToken);
                }
            }
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }

        ApiKeyText.TrySplit(text, out var id, out var secret);
        return _keys is { } known && known.TryGet(id, out var key) ? Judge(key, secret)
            : new KeyLookup(isRead && _keys is not null ? KeyVerdict.Unknown : KeyVerdict.Unchecked, null);
    }

    private (Task<bool> Task, bool Joined) Refresh()
    {
        lock (_lock)
        {
            return _refresh is { IsCompleted: false } running ? (running, true) : (_refresh = ReadAfterIntervalAsync(), false);
        }
    }

    private bool Knows(string text) =>
        ApiKeyText.TrySplit(text, out var id, out _) && _keys is { } known && known.TryGet(id, out _);

    private KeyLookup Judge(ApiKey key, ReadOnlySpan<char> secret)
    {
        if (!ApiKeyText.Matches(secret, key.SecretHash.Span))
        {
            return new KeyLookup(KeyVerdict.Unknown, null);
        }

        return key.Revoked is not null ? new KeyLookup(KeyVerdict.Revoked, key)
            : key.Expires <= time.GetUtcNow() ? new KeyLookup(KeyVerdict.Expired, key)
            : new KeyLookup(KeyVerdict.Valid, key);
    }

    /// <returns>Whether the keys were read.</returns>
    private async Task<bool> ReadAfterIntervalAsync()
    {
        await Task.Yield();
        if (_lastStart is { } last && time.GetElapsedTime(last) is var since && since < LeastInterval)
        {
            await Task.Delay(LeastInterval - since, time);
        }

        _lastStart = time.GetTimestamp();
        try
        {
            using var timeout = new CancellationTokenSource(LongestRead, time);
            var all = await keys.ListAsync(timeout.Token);
            _keys = new Keys(all.ToFrozenDictionary(k => k.Id, StringComparer.Ordinal), time.GetUtcNow());
            return true;
        }
        catch (Exception e) when (e is StorageUnavailableException or OperationCanceledException)
        {
            Log.NotRead(logger, LoadedAt, e.Message);
            return false;
        }
    }

    private sealed class Keys(FrozenDictionary<string, ApiKey> byId, DateTimeOffset at)
    {
        private readonly FrozenDictionary<string, ApiKey>.AlternateLookup<ReadOnlySpan<char>> _byId =
            byId.GetAlternateLookup<ReadOnlySpan<char>>();

        public DateTimeOffset At { get; } = at;

        public bool TryGet(ReadOnlySpan<char> id, [NotNullWhen(true)] out ApiKey? key) => _byId.TryGetValue(id, out key);
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "API keys could not be read; those read at {LoadedAt} stay in use. {Reason}")]
        public static partial void NotRead(ILogger logger, DateTimeOffset? loadedAt, string reason);
    }
}
