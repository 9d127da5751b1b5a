using System.Diagnostics;
using System.Globalization;
using HotelCancellation.IntegrationTests.Api;
using HotelCancellation.IntegrationTests.Ingest;
using HotelCancellation.IntegrationTests.Predictions;
using HotelCancellation.IntegrationTests.Support;
using HotelCancellation.Tests.Docs;

namespace HotelCancellation.IntegrationTests.Containers;

/// <summary>The Deployment of the base, as kustomize renders it, run by podman; <c>tests/infra/play.mjs</c> changes where it runs and nothing else.</summary>
public sealed class PlayKubeTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    [SkippableFact]
    public async Task BaseDeployment_PlayedByPodman_AnswersAsTheManifestsHaveIt()
    {
        Podman.SkipWithoutImage();
        var settings = azurite.Settings();
        var key = await Podman.KeyAndModelAsync(settings);
        var port = Podman.FreePort();
        settings["ASPNETCORE_HTTP_PORTS"] = port.ToString(CultureInfo.InvariantCulture);
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, await RenderAsync(settings, port));
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        client.DefaultRequestHeaders.Add("x-api-key", key);
        await Podman.RunAsync("play", "kube", "--network", "host", file);
        try
        {
            await LogStage.UntilAsync(() => Podman.IsReadyAsync(client), "it is not ready");

            var prediction = await client.PostAsync("/api/v1/predictions", ApiHost.Body(ApiHost.Booking().ToJsonString())).OkAsync();

            prediction.GetProperty("probability").GetDouble().ShouldBeInRange(0, 1);
            (await client.GetAsync("/api/v1/retraining-runs")).StatusCode.ShouldBe(System.Net.HttpStatusCode.Forbidden, "by Host:Roles it answers all routes");
            (await Podman.RunAsync("inspect", "hotelcancellation-pod-0-app", "--format", "{{.HostConfig.ReadonlyRootfs}} {{.Config.User}} {{.HostConfig.Memory}} {{.HostConfig.SecurityOpt}}")).Trim()
                .ShouldBe("true 10001:10001 1073741824 [no-new-privileges]");
        }
        finally
        {
            await Podman.TryAsync("play", "kube", "--down", file);
            await Podman.TryAsync("volume", "rm", "--force", "tmp");
            File.Delete(file);
        }
    }

    private static async Task<string> RenderAsync(Dictionary<string, string?> settings, int port)
    {
        string[] arguments = ["tests/infra/play.mjs", Podman.Image, port.ToString(CultureInfo.InvariantCulture), .. settings.Select(s => $"{s.Key.Replace(":", "__", StringComparison.Ordinal)}={s.Value}")];
        using var node = Process.Start(new ProcessStartInfo("node", arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Checkout.Root })!;
        var error = node.StandardError.ReadToEndAsync();
        var output = await node.StandardOutput.ReadToEndAsync();
        await node.WaitForExitAsync();
        node.ExitCode.ShouldBe(0, await error);
        return output;
    }
}
