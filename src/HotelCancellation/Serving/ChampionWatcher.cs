using HotelCancellation.Platform;
using HotelCancellation.Registry;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HotelCancellation.Serving;

/// <summary>How a look for a new champion ended.</summary>
public enum RefreshOutcome
{
    /// <summary>The champion is the one the alias points to.</summary>
    Unchanged,

    /// <summary>Another champion was let in.</summary>
    Swapped,

    /// <summary>The version that the alias points to was not let in, now or earlier.</summary>
    Refused,

    /// <summary>The alias points nowhere.</summary>
    NoChampion,

    /// <summary>Storage did not answer.</summary>
    StorageUnreachable,

    /// <summary>Something else failed; it is a bug, and it is logged.</summary>
    Failed,
}

/// <summary>
/// Looks for a new champion, checks it, and lets it in. Whatever goes wrong, what is being served goes on being served. The
/// host starts without waiting for the first champion, and is not ready until there is one.
/// </summary>
public sealed partial class ChampionWatcher(
    ModelRegistry registry,
    ActiveModels active,
    HotelCancellationMeter meter,
    TimeProvider time,
    IOptions<ServingOptions> options,
    EarlyBundle early,
    ILogger<ChampionWatcher> logger) : BackgroundService
{
    private readonly SemaphoreSlim _one = new(1, 1);
    private string? _tagSeen;

    /// <summary>Looks for a new champion now. Calls at the same time wait for each other.</summary>
    public async Task<RefreshOutcome> RefreshAsync(CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            return await LookAsync(cancellationToken);
        }
        catch (StorageUnavailableException e)
        {
            Lost(e);
            return RefreshOutcome.StorageUnreachable;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // Nothing that goes wrong here may end the loop and with it every later champion.
            active.Set(active.Champion, active.Status with { LastCheck = time.GetUtcNow(), LastError = e.Message, StorageAskedSince = null });
            Log.Failed(logger, e);
            return RefreshOutcome.Failed;
        }
        finally
        {
            _one.Release();
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _one.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await RefreshAsync(stoppingToken);
                await Task.Delay(TimeSpan.FromSeconds(options.Value.RefreshSeconds), time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    private async Task<RefreshOutcome> LookAsync(CancellationToken cancellationToken)
    {
        active.Set(active.Champion, active.Status with { StorageAskedSince = time.GetUtcNow() });
        var alias = await registry.GetAliasAsync(ModelAlias.Champion, cancellationToken);
        active.Set(active.Champion, active.Status with { StorageAskedSince = null });
        if (alias is null)
        {
            Answered();
            return RefreshOutcome.NoChampion;
        }

        if (alias.Version == active.Champion?.Version)
        {
            _tagSeen = alias.Tag;
            Answered();
            active.Set(active.Champion, active.Status with { LastRefusal = null });
            return RefreshOutcome.Unchanged;
        }

        if (active.Status.LastRefusal is { } refusal && _tagSeen == alias.Tag
            && time.GetUtcNow() - refusal.At < TimeSpan.FromSeconds(options.Value.RefusedRetrySeconds))
        {
            Answered();
            return RefreshOutcome.Refused;
        }

        // The first one is waited for; a later one is not.
        var load = active.Champion is null ? await LoadFirstAsync(alias, cancellationToken) : await registry.LoadServedQuietlyAsync(alias, cancellationToken);
        _tagSeen = alias.Tag;
        Answered();
        if (load.Warning is { } warning)
        {
            Log.LongWay(logger, alias.Version.Value, warning);
        }

        return load.Bundle is { } bundle ? LetIn(bundle) : Refuse(alias, load.Refusal!);
    }

    private async Task<BundleLoad> LoadFirstAsync(AliasState alias, CancellationToken cancellationToken) =>
        await early.TakeAsync(alias.Version, cancellationToken) ?? await registry.LoadServedAsync(alias, cancellationToken);

    private RefreshOutcome LetIn(ModelBundle bundle)
    {
        var before = active.Champion?.Version.Value;
        active.Set(bundle, active.Status with { Champion = bundle.Version, Since = time.GetUtcNow(), LastRefusal = null });
        meter.Swapped(bundle.Version.Value);
        Log.Swapped(logger, bundle.Version.Value, before ?? "none");
        return RefreshOutcome.Swapped;
    }

    private RefreshOutcome Refuse(AliasState alias, string reason)
    {
        var before = active.Status.LastRefusal;
        active.Set(active.Champion, active.Status with { LastRefusal = new ModelRefusal(alias.Version, reason, time.GetUtcNow()) });
        meter.Refused(alias.Version.Value);
        if (before?.Version != alias.Version || before.Reason != reason)
        {
            Log.Refused(logger, alias.Version.Value, active.Champion?.Version.Value ?? "none", reason);
        }

        return RefreshOutcome.Refused;
    }

    private void Answered()
    {
        var (before, now) = (active.Status, time.GetUtcNow());
        if (before.StorageUnreachableSince is { } since)
        {
            Log.StorageBack(logger, since);
        }

        meter.StorageAnswered(true);
        active.Set(active.Champion, before with { LastCheck = now, LastSuccess = now, StorageReachable = true, StorageUnreachableSince = null, LastError = null });
    }

    private void Lost(StorageUnavailableException e)
    {
        var (before, now) = (active.Status, time.GetUtcNow());
        if (before.StorageUnreachableSince is null)
        {
            Log.StorageLost(logger, active.Champion?.Version.Value ?? "none", e.Message);
        }

        meter.StorageAnswered(false);
        active.Set(active.Champion, before with { LastCheck = now, StorageReachable = false, StorageUnreachableSince = before.StorageUnreachableSince ?? before.StorageAskedSince ?? now, StorageAskedSince = null, LastError = e.Message });
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Champion {Version} is served; before it, {Before}.")]
        public static partial void Swapped(ILogger logger, string version, string before);

        [LoggerMessage(2, LogLevel.Error, "Champion {Version} is refused, {Serving} goes on being served. {Reason}")]
        public static partial void Refused(ILogger logger, string version, string serving, string reason);

        [LoggerMessage(3, LogLevel.Warning, "Storage does not answer; {Serving} goes on being served. {Message}")]
        public static partial void StorageLost(ILogger logger, string serving, string message);

        [LoggerMessage(4, LogLevel.Information, "Storage answers again; it had not since {Since:u}.")]
        public static partial void StorageBack(ILogger logger, DateTimeOffset since);

        [LoggerMessage(5, LogLevel.Error, "Looking for a new champion failed.")]
        public static partial void Failed(ILogger logger, Exception exception);

        [LoggerMessage(6, LogLevel.Warning, "Champion {Version} had to be read file by file. {Reason} Delete that blob and register the model again.")]
        public static partial void LongWay(ILogger logger, string version, string reason);
    }
}
