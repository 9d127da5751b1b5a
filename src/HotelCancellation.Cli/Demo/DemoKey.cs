using HotelCancellation.Platform.Access;
using Microsoft.Extensions.DependencyInjection;

namespace HotelCancellation.Cli.Demo;

/// <summary>The demo's key: made once, kept in the demo's folder for its owner alone.</summary>
internal static class DemoKey
{
    private const string Name = "demo";

    public static async Task<string> GetAsync(ServiceProvider services, DemoFolder folder, CancellationToken cancellationToken)
    {
        var keys = services.GetRequiredService<TableApiKeys>();
        if (File.Exists(folder.KeyFile))
        {
            var text = (await File.ReadAllTextAsync(folder.KeyFile, cancellationToken)).Trim();
            var known = await keys.ListAsync(cancellationToken);
            if (known.Any(k => k.Revoked is null && text.StartsWith($"hc_{k.Id}_", StringComparison.Ordinal)))
            {
                return text;
            }
        }

        var made = await keys.CreateAsync(new ApiKeyRequest { Name = Name, Roles = ApiRoles.Predict | ApiRoles.Ingest | ApiRoles.Operate }, cancellationToken);
        await using var file = new FileStream(folder.KeyFile, Private());
        await using var writer = new StreamWriter(file);
        await writer.WriteLineAsync(made.Text);
        return made.Text;
    }

    private static FileStreamOptions Private()
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }
}
