using HotelCancellation.IntegrationTests.Support;
using HotelCancellation.Web;

namespace HotelCancellation.IntegrationTests.Api;

public sealed class HealthProbeTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    [Fact]
    public async Task Probe_OfAHostWithoutAModel_LivesAndIsNotReady()
    {
        await using var host = await ApiHost.StartAsync(azurite.Settings(), withModel: false);
        var address = host.Client().BaseAddress!;

        (await HealthProbe.RunAsync(["healthcheck"], address)).ShouldBe(0);
        (await HealthProbe.RunAsync(["healthcheck", "ready"], address)).ShouldBe(1);
        await host.PromoteAsync();
        (await HealthProbe.RunAsync(["healthcheck", "ready"], address)).ShouldBe(0);
    }

    [Fact]
    public async Task Probe_WhereNobodyListens_Fails() => (await HealthProbe.RunAsync(["healthcheck"], new Uri("http://127.0.0.1:1"))).ShouldBe(1);

    [Theory]
    [InlineData("8080", null, "http://127.0.0.1:8080/")]
    [InlineData("8080;8081", "http://+:5000", "http://127.0.0.1:8080/")]
    [InlineData(null, "http://+:5000;http://+:5001", "http://127.0.0.1:5000/")]
    [InlineData("", "http://0.0.0.0:5000", "http://127.0.0.1:5000/")]
    [InlineData(null, null, "http://127.0.0.1:7071/")]
    public void Address_ByTheVariablesOfAHost_IsWhereItListens(string? ports, string? urls, string address) => HealthProbe.AddressBy(ports, urls).ShouldBe(new Uri(address));

    [Theory]
    [InlineData(true, "healthcheck")]
    [InlineData(true, "healthcheck", "ready")]
    [InlineData(false, "healthcheck", "dead")]
    [InlineData(false, "--urls", "http://127.0.0.1:1")]
    public void Probe_ByArguments_IsAskedFor(bool asked, params string[] args) => HealthProbe.IsAskedFor(args).ShouldBe(asked);
}
