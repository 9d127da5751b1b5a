using HotelCancellation.Model;
using HotelCancellation.Registry;
using Microsoft.Extensions.DependencyInjection;

namespace HotelCancellation.Cli;

/// <summary>A model as a user names it.</summary>
internal static class NamedModel
{
    /// <summary>Loads it, or says why not.</summary>
    /// <param name="services">The product's services.</param>
    /// <param name="model">A folder, an alias or a version.</param>
    /// <param name="cancellationToken">Ends the loading.</param>
    public static async Task<BundleLoad> LoadAsync(IServiceProvider services, string model, CancellationToken cancellationToken)
    {
        if (Directory.Exists(model))
        {
            return await BundleFolder.LoadAsync(model, cancellationToken);
        }

        var registry = services.GetRequiredService<ModelRegistry>();
        var version = new ModelVersion(model);
        if (ModelAlias.All.Contains(model, StringComparer.Ordinal))
        {
            if (await registry.GetAliasAsync(model, cancellationToken) is not { } alias)
            {
                return new BundleLoad(null, $"There is no {model} yet. Train one: hotelcancel train --data FILE --promote");
            }

            version = alias.Version;
        }

        return await registry.LoadAsync(version, cancellationToken);
    }
}
