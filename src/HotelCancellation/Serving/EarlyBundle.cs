using HotelCancellation.Model;
using HotelCancellation.Platform;
using HotelCancellation.Registry;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace HotelCancellation.Serving;

/// <summary>
/// The champion's bundle, loaded by services of its own before the host has any: what storage's clients and the reading of models need the first time, code above all, is the longest part of a start.
/// A version follows from its files, so that it is the same bundle whoever loads it.
/// </summary>
public sealed class EarlyBundle
{
    private Task<BundleLoad?>? _loading;

    private EarlyBundle(Task<BundleLoad?> loading) => _loading = loading;

    /// <summary>None: the host loads its first champion itself.</summary>
    internal static EarlyBundle None { get; } = new(Task.FromResult<BundleLoad?>(null));

    /// <summary>Begins to load it, on another thread.</summary>
    internal static EarlyBundle Begin(IConfiguration configuration) => new(Task.Run(() => LoadAsync(configuration)));

    /// <summary>What is loaded, once it is; null where there is no champion or it was taken.</summary>
    internal Task<BundleLoad?> LoadedAsync() => _loading ?? Task.FromResult<BundleLoad?>(null);

    /// <summary>Gives it, once.</summary>
    /// <param name="version">The version that is wanted.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>The bundle, or null where there is none of that version.</returns>
    internal async Task<BundleLoad?> TakeAsync(ModelVersion version, CancellationToken cancellationToken)
    {
        var loading = Interlocked.Exchange(ref _loading, null);
        return loading is not null && await loading.WaitAsync(cancellationToken) is { Bundle: { } bundle } load && bundle.Version == version ? load : null;
    }

    private static async Task<BundleLoad?> LoadAsync(IConfiguration configuration)
    {
        try
        {
            await using var services = new ServiceCollection().AddSingleton(configuration).AddPlatform().AddRegistry().BuildServiceProvider();
            var registry = services.GetRequiredService<ModelRegistry>();
            return await registry.GetAliasAsync(ModelAlias.Champion, CancellationToken.None) is { } alias
                ? await registry.LoadServedAsync(alias, CancellationToken.None)
                : null;
        }
        catch (Exception)
        {
            // Whatever it was, the host meets it too, and says so.
            return null;
        }
    }
}
