using System.Globalization;

namespace HotelCancellation.Web;

/// <summary>
/// <c>HotelCancellation.Web healthcheck</c>: asks the host that runs beside it whether it lives, for images without a shell. <c>healthcheck ready</c> asks whether it is ready.
/// </summary>
internal static class HealthProbe
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(4);

    /// <summary>Whether the arguments ask for it.</summary>
    public static bool IsAskedFor(string[] args) => args is ["healthcheck"] or ["healthcheck", "ready" or "live"];

    /// <summary>Asks the host that listens by the variables of this process.</summary>
    public static Task<int> RunAsync(string[] args) =>
        RunAsync(args, AddressBy(Environment.GetEnvironmentVariable("ASPNETCORE_HTTP_PORTS"), Environment.GetEnvironmentVariable("ASPNETCORE_URLS")));

    /// <summary>Asks.</summary>
    /// <returns>0 where the host answers with 200; otherwise 1, and why on standard error.</returns>
    public static async Task<int> RunAsync(string[] args, Uri host)
    {
        var path = args.Length > 1 ? args[1] : "live";
        using var client = new HttpClient { Timeout = Limit };
        try
        {
            using var answer = await client.GetAsync(new Uri(host, $"/health/{path}"));
            if (answer.IsSuccessStatusCode)
            {
                return 0;
            }

            await Console.Error.WriteLineAsync($"/health/{path} answers {(int)answer.StatusCode}.");
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            await Console.Error.WriteLineAsync(e.Message);
        }

        return 1;
    }

    /// <summary>Where a host listens: on the first port of a list, or else at the first address of one.</summary>
    public static Uri AddressBy(string? ports, string? urls)
    {
        if (int.TryParse(ports?.Split(';')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var port))
        {
            return new UriBuilder(Uri.UriSchemeHttp, "127.0.0.1", port).Uri;
        }

        // An address for all interfaces is none to ask at.
        var first = (urls is { Length: > 0 } ? urls : WebHost.DefaultUrl).Split(';')[0].Replace("//+", "//127.0.0.1", StringComparison.Ordinal).Replace("//*", "//127.0.0.1", StringComparison.Ordinal);
        return new UriBuilder(first) { Host = "127.0.0.1" }.Uri;
    }
}
