using HotelCancellation.Model;
using HotelCancellation.Platform;
using HotelCancellation.Registry;

namespace HotelCancellation.Serving;

/// <summary>Versions that once answered, to say why they did: the champion where it is the one, else the last that was asked for. Safe for many threads.</summary>
public sealed class PastModels(ActiveModels active, ModelRegistry registry) : IDisposable
{
    private readonly SemaphoreSlim _one = new(1);
    private volatile ModelBundle? _last;

    /// <summary>The bundle of a version, or why it cannot be had.</summary>
    /// <exception cref="StorageUnavailableException">Storage does not answer.</exception>
    public async Task<BundleLoad> LoadAsync(ModelVersion version, CancellationToken cancellationToken)
    {
        if (Known(version) is { } known)
        {
            return new BundleLoad(known, null);
        }

        // One after the other: several at once would only hold several in memory.
        await _one.WaitAsync(cancellationToken);
        try
        {
            if (Known(version) is { } meanwhile)
            {
                return new BundleLoad(meanwhile, null);
            }

            var load = await registry.LoadServedAsync(version, cancellationToken);
            _last = load.Bundle ?? _last;
            return load;
        }
        finally
        {
            _one.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _one.Dispose();

    private ModelBundle? Known(ModelVersion version) =>
        active.Champion is { } champion && champion.Version == version ? champion : _last is { } last && last.Version == version ? last : null;
}
