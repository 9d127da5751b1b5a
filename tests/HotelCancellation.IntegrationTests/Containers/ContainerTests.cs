using System.Diagnostics;
using System.Globalization;
using HotelCancellation.IntegrationTests.Api;
using HotelCancellation.IntegrationTests.Ingest;
using HotelCancellation.IntegrationTests.Predictions;
using HotelCancellation.IntegrationTests.Support;
using HotelCancellation.Predictions;
using Xunit.Abstractions;

namespace HotelCancellation.IntegrationTests.Containers;

/// <summary>The image of <c>infra/container</c>, run.</summary>
public sealed class ContainerTests(AzuriteFixture azurite, ITestOutputHelper output) : IClassFixture<AzuriteFixture>
{
    private const int Wanted = 400;
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(60);

    [SkippableFact]
    public async Task Stop_InTheMiddleOfTraffic_EndsInItsGraceAndLosesNoPredictionThatWasAnswered()
    {
        Podman.SkipWithoutImage();
        var settings = azurite.Settings();
        settings["RateLimit:Burst"] = "100000";
        var key = await Podman.KeyAndModelAsync(settings);
        var port = Podman.FreePort();
        settings["ASPNETCORE_HTTP_PORTS"] = port.ToString(CultureInfo.InvariantCulture);
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        client.DefaultRequestHeaders.Add("x-api-key", key);

        var started = Stopwatch.StartNew();
        var id = await Podman.StartAsync(settings);
        try
        {
            await LogStage.UntilAsync(() => Podman.IsReadyAsync(client), "it is not ready");
            output.WriteLine($"{(await Podman.RunAsync("image", "inspect", Podman.Image, "--format", "{{.Size}}")).Trim()} bytes; ready with a model {started.Elapsed.TotalSeconds:0.00} s after podman was asked");
            var probe = await Podman.TryAsync("exec", id, "/app/HotelCancellation.Web", "healthcheck", "ready");
            probe.Exit.ShouldBe(0, probe.Error);
            await ShouldHaveNoRightsAsync(id);

            var answered = new HashSet<string>(StringComparer.Ordinal);
            var stop = new TaskCompletionSource();
            var callers = Enumerable.Range(0, 4).Select(_ => CallAsync(client, answered, stop)).ToList();
            await stop.Task;
            var stopping = Stopwatch.StartNew();
            await Podman.RunAsync("stop", "--time", Grace.TotalSeconds.ToString(CultureInfo.InvariantCulture), id);
            stopping.Stop();
            await Task.WhenAll(callers);

            (await Podman.RunAsync("inspect", id, "--format", "{{.State.ExitCode}}")).Trim().ShouldBe("0", await Podman.RunAsync("logs", id));
            stopping.Elapsed.ShouldBeLessThan(Grace);
            var logged = await LoggedAsync(settings);
            output.WriteLine($"{answered.Count} answered, {logged.Count} in the log; stopped in {stopping.Elapsed.TotalSeconds:0.00} s");
            answered.Count.ShouldBeGreaterThanOrEqualTo(Wanted);
            answered.Except(logged).ShouldBeEmpty();
        }
        finally
        {
            await Podman.TryAsync("rm", "--force", id);
        }
    }

    [SkippableFact]
    public async Task Image_HasNothingThatIsNotNeeded()
    {
        Podman.SkipWithoutImage();
        var id = (await Podman.RunAsync("create", Podman.Image)).Trim();
        try
        {
            var files = (await ListAsync(id)).ToList();

            files.ShouldContain(f => f.EndsWith(" app/hotelcancel", StringComparison.Ordinal));
            files.ShouldContain(f => f.EndsWith(" usr/share/sbom/hotelcancellation.cdx.json", StringComparison.Ordinal));
            files.ShouldNotContain(f => f.Contains("bin/", StringComparison.Ordinal), "no shell, and no other program");
            files.Where(f => f[8] == 'w').ShouldHaveSingleItem().ShouldEndWith(" tmp/", Case.Sensitive, "nothing else can be written to by everybody");
            files.ShouldNotContain(f => f[3] == 's' || f[6] == 's', "nothing gives rights to whoever runs it");
            files.ShouldAllBe(f => f.Contains(" 0/0 ", StringComparison.Ordinal), "nothing belongs to the user that it runs as");
            (await Podman.RunAsync("image", "inspect", Podman.Image, "--format", "{{.Config.User}} {{.Config.StopSignal}} {{index .Config.Labels \"org.opencontainers.image.version\"}}")).Trim()
                .ShouldBe($"10001:10001 SIGTERM {typeof(PredictionLog).Assembly.GetName().Version!.ToString(3)}");
        }
        finally
        {
            await Podman.TryAsync("rm", "--force", id);
        }
    }

    /// <summary>Predicts until nobody answers any more; says when there are enough answers to stop amid them.</summary>
    private static async Task CallAsync(HttpClient client, HashSet<string> answered, TaskCompletionSource stop)
    {
        while (true)
        {
            try
            {
                var id = (await client.PostAsync("/api/v1/predictions", ApiHost.Body(ApiHost.Booking().ToJsonString())).OkAsync()).GetProperty("predictionId").GetString()!;
                lock (answered)
                {
                    answered.Add(id);
                    if (answered.Count >= Wanted)
                    {
                        stop.TrySetResult();
                    }
                }
            }
            catch (Exception e) when (e is HttpRequestException or IOException)
            {
                // Nobody was told anything.
                stop.TrySetResult();
                return;
            }
        }
    }

    /// <summary>As the kernel sees it, from outside.</summary>
    private static async Task ShouldHaveNoRightsAsync(string id)
    {
        var pid = (await Podman.RunAsync("inspect", id, "--format", "{{.State.Pid}}")).Trim();
        var status = (await File.ReadAllLinesAsync($"/proc/{pid}/status")).Select(l => l.Split('\t')).ToDictionary(l => l[0].TrimEnd(':'), l => l[^1], StringComparer.Ordinal);
        (status["Uid"], status["Gid"], status["NoNewPrivs"]).ShouldBe(("10001", "10001", "1"));
        (status["CapEff"], status["CapPrm"], status["CapBnd"]).ShouldBe(("0000000000000000", "0000000000000000", "0000000000000000"));
        (await Podman.TryAsync("exec", id, "/bin/sh", "-c", "true")).Exit.ShouldNotBe(0, "there is a shell");
        (await File.ReadAllTextAsync($"/proc/{pid}/mounts")).Split('\n').First(l => l.Split(' ')[1] == "/").Split(' ')[3].Split(',').ShouldContain("ro");
    }

    private static async Task<IEnumerable<string>> ListAsync(string container)
    {
        var archive = Path.GetTempFileName();
        try
        {
            await Podman.RunAsync("export", "--output", archive, container);
            using var tar = Process.Start(new ProcessStartInfo("tar", ["--list", "--verbose", "--numeric-owner", "--file", archive]) { UseShellExecute = false, RedirectStandardOutput = true })!;
            return (await tar.StandardOutput.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(l => l[0] != 'l');
        }
        finally
        {
            File.Delete(archive);
        }
    }

    private static async Task<HashSet<string>> LoggedAsync(Dictionary<string, string?> settings)
    {
        await using var after = new TestStage(settings);
        var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
        return [.. await after.Get<LoggedPredictions>().ReadAsync(today.AddDays(-1), today, null, default).Select(r => r.Id.Value).ToListAsync()];
    }
}
