using HotelCancellation.Functions;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace HotelCancellation.Tests.Functions;

public class OwnTelemetryTests
{
    [Theory]
    [InlineData("InstrumentationKey=00000000-0000-0000-0000-000000000000", true)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void AddOwnTelemetry_ConnectionString_TellsTheHostToSendNoLogsOfTheWorker(string? connection, bool isTold)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["APPLICATIONINSIGHTS_CONNECTION_STRING"] = connection }).Build();
        using var services = new ServiceCollection().AddOptions().AddOwnTelemetry(configuration).BuildServiceProvider();

        services.GetRequiredService<IOptions<WorkerOptions>>().Value.Capabilities.TryGetValue("WorkerOpenTelemetryEnabled", out var told).ShouldBe(isTold);

        told.ShouldBe(isTold ? "True" : null);
    }
}
