using System.Threading.Channels;
using HotelCancellation.IntegrationTests.Ingest;
using HotelCancellation.Tests.Infra;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace HotelCancellation.IntegrationTests.Infra;

/// <summary>The Web host as a process that has an account and an identity, as the platform gives them, with the platform's token endpoint on a loopback port.</summary>
public sealed class ManagedIdentityTests
{
    private const string ClientId = "00000000-0000-4000-8000-00000000c11e";
    private const string Secret = "of-the-platform";

    [Fact]
    public async Task Start_WithAnAccountName_AsksForATokenOfStorageAsTheIdentityOfTheSettings()
    {
        var asked = Channel.CreateUnbounded<(string Path, string? Secret)>();
        await using var platform = await PlatformAsync(asked.Writer);
        var settings = Installation.Read("prod").Settings().Where(s => s.Key is "Storage__AccountName" or "AZURE_CLIENT_ID").ToDictionary(s => s.Key, s => (string?)s.Value, StringComparer.Ordinal);
        settings.Count.ShouldBe(2);
        settings["AZURE_CLIENT_ID"] = ClientId;
        settings["IDENTITY_ENDPOINT"] = $"{platform.Urls.Single()}/msi/token";
        settings["IDENTITY_HEADER"] = Secret;

        // The account is not there, and nothing may ask for it elsewhere.
        settings["HTTPS_PROXY"] = "http://127.0.0.1:9";
        settings["Storage__MaxRetries"] = "0";

        await using var host = await WebProcess.StartAsync(settings, "none");
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var (path, secret) = await asked.Reader.ReadAsync(limit.Token);

        path.ShouldStartWith("/msi/token?");
        path.ShouldContain($"client_id={ClientId}");
        Uri.UnescapeDataString(path).ShouldContain("resource=https://storage.azure.com");
        secret.ShouldBe(Secret);
    }

    private static async Task<WebApplication> PlatformAsync(ChannelWriter<(string Path, string? Secret)> asked)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.Run(context =>
        {
            asked.TryWrite(($"{context.Request.Path}{context.Request.QueryString}", context.Request.Headers["X-IDENTITY-HEADER"]));
            var end = TimeProvider.System.GetUtcNow().AddHours(1).ToUnixTimeSeconds();
            return context.Response.WriteAsync($$"""{"access_token":"none","expires_on":"{{end}}","resource":"https://storage.azure.com","token_type":"Bearer"}""");
        });
        await app.StartAsync();
        return app;
    }
}
