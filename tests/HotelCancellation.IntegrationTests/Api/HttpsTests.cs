using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using HotelCancellation.IntegrationTests.Cli;
using HotelCancellation.IntegrationTests.Ingest;
using HotelCancellation.IntegrationTests.Support;

namespace HotelCancellation.IntegrationTests.Api;

/// <summary>The Web host where a certificate is configured.</summary>
public sealed class HttpsTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    [Fact]
    public async Task Get_CertificateConfigured_IsAnsweredOverHttpsByHttp11AndHttp2()
    {
        const string Password = "of the test";
        using var folder = new TempFolder();
        using var certificate = Certificate();
        var file = folder.File("host.pfx");
        await File.WriteAllBytesAsync(file, certificate.Export(X509ContentType.Pfx, Password));
        var settings = azurite.Settings();
        settings["Kestrel:Certificates:Default:Path"] = file;
        settings["Kestrel:Certificates:Default:Password"] = Password;

        await using var host = await WebProcess.StartAsync(settings, "none", Trusting(certificate));

        (await AskAsync(host.Client, HttpVersion.Version11)).ShouldBe((HttpStatusCode.OK, HttpVersion.Version11));
        (await AskAsync(host.Client, HttpVersion.Version20)).ShouldBe((HttpStatusCode.OK, HttpVersion.Version20));
    }

    private static async Task<(HttpStatusCode Status, Version Version)> AskAsync(HttpClient client, Version version)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/health/live") { Version = version, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        using var answer = await client.SendAsync(request);
        return (answer.StatusCode, answer.Version);
    }

    private static X509Certificate2 Certificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
    }

    /// <summary>A client that trusts this certificate and no other.</summary>
    private static SocketsHttpHandler Trusting(X509Certificate2 certificate)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.Add(certificate);
        return new SocketsHttpHandler { SslOptions = { CertificateChainPolicy = policy } };
    }
}
