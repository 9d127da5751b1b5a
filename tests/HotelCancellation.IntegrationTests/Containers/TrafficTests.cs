using System.Diagnostics;
using System.Globalization;
using HotelCancellation.IntegrationTests.Cli;
using HotelCancellation.IntegrationTests.Predictions;
using HotelCancellation.IntegrationTests.Scripts;
using HotelCancellation.IntegrationTests.Support;
using Xunit.Abstractions;

namespace HotelCancellation.IntegrationTests.Containers;

/// <summary>A real nginx as the gateway.</summary>
public sealed class TrafficTests(AzuriteFixture azurite, ITestOutputHelper output) : IClassFixture<AzuriteFixture>
{
    private const int Connections = 4;

    [SkippableFact]
    public async Task Split_AsTheOverlayHasIt_IsWithinAPointAndTheSameForACaller()
    {
        Podman.SkipWithoutImage();
        var node = await Podman.RunProcessAsync("node", "tests/infra/split.mjs");

        output.WriteLine(node.Output + node.Error);
        node.Exit.ShouldBe(0, node.Output + node.Error);
    }

    /// <summary>
    /// Two hosts in containers, nginx before them, wrk before that; blue-green.sh leads all requests from one to the other by degrees, and then the first gets its SIGTERM. Each request has a
    /// connection of its own, since nginx cannot take weights without closing what is idle.
    /// </summary>
    [SkippableFact]
    public async Task Switch_UnderLoad_DropsNothing()
    {
        Podman.SkipWithoutImage();
        using var folder = new TempFolder();
        var (blue, green, gateway) = (Podman.FreePort(), Podman.FreePort(), Podman.FreePort());
        var settings = azurite.Settings();
        await Podman.KeyAndModelAsync(settings);
        var hosts = new[] { await HostAsync(settings, blue), await HostAsync(settings, green) };
        folder.File("weights.conf", $"server 127.0.0.1:{blue};\n");
        using var nginx = Process.Start(new ProcessStartInfo("nginx", ["-p", folder.Path, "-c", folder.File("nginx.conf", Gateway(folder.Path, gateway)), "-e", folder.File("error"), "-g", "daemon off;"]))!;
        try
        {
            foreach (var port in new[] { blue, green, gateway })
            {
                using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
                await LogStage.UntilAsync(() => Podman.IsReadyAsync(client), $"{port} is not ready");
            }

            var wrk = Podman.RunProcessAsync("wrk", "--threads", "1", "--connections", Connections.ToString(CultureInfo.InvariantCulture), "--duration", "20s", "--header", "Connection: close", $"http://127.0.0.1:{gateway}/health/ready");
            var switched = await Script.RunAsync(
                "tests/infra/switch.sh", folder.Path, blue.ToString(CultureInfo.InvariantCulture), green.ToString(CultureInfo.InvariantCulture), "--steps", "10,50,100", "--step-seconds", "2", "--watch-seconds", "2");
            switched.Exit.ShouldBe(0, switched.Output + switched.Errors);
            await Podman.RunAsync("stop", hosts[0]);
            wrk.IsCompleted.ShouldBeFalse("it was to be switched under load");
            var load = await wrk;

            output.WriteLine(load.Output);
            var answers = (await File.ReadAllLinesAsync(folder.File("access"))).GroupBy(l => l, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Count(), StringComparer.Ordinal);
            output.WriteLine(string.Join(", ", answers.Select(a => $"{a.Key}: {a.Value}")));
            load.Output.ShouldNotContain("Non-2xx");
            load.Output.ShouldNotContain("Socket errors");

            // What wrk itself leaves when its time is over, one for each of its connections at most.
            answers.Where(a => a.Key.EndsWith(" 499", StringComparison.Ordinal)).Sum(a => a.Value).ShouldBeLessThanOrEqualTo(Connections);
            answers.Keys.Where(k => !k.EndsWith(" 499", StringComparison.Ordinal)).ShouldBe([$"127.0.0.1:{blue} 200", $"127.0.0.1:{green} 200"], ignoreOrder: true);
        }
        finally
        {
            await Podman.RunProcessAsync("nginx", "-p", folder.Path, "-c", folder.File("nginx.conf"), "-e", folder.File("error"), "-s", "stop");
            await nginx.WaitForExitAsync();
            await Podman.TryAsync(["rm", "--force", .. hosts]);
        }
    }

    private static Task<string> HostAsync(Dictionary<string, string?> settings, int port) =>
        Podman.StartAsync(new Dictionary<string, string?>(settings) { ["ASPNETCORE_HTTP_PORTS"] = port.ToString(CultureInfo.InvariantCulture) });

    /// <summary>It tries no other host where one does not answer, so that a request that is lost is seen.</summary>
    private static string Gateway(string folder, int port) => $$"""
        worker_processes 1;
        pid {{folder}}/pid;
        error_log {{folder}}/error;
        events { worker_connections 512; }
        http {
          log_format hosts '$upstream_addr $status';
          access_log {{folder}}/access hosts;
          client_body_temp_path {{folder}}/b; proxy_temp_path {{folder}}/p; fastcgi_temp_path {{folder}}/f; uwsgi_temp_path {{folder}}/u; scgi_temp_path {{folder}}/s;
          upstream hosts { include {{folder}}/weights.conf; }
          server {
            listen 127.0.0.1:{{port}};
            location / { proxy_pass http://hosts; proxy_next_upstream off; }
          }
        }
        """;
}
