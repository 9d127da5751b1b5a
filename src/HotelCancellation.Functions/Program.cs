using HotelCancellation.Api;
using HotelCancellation.Serving;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;

namespace HotelCancellation.Functions;

internal static class Program
{
    private static async Task Main(string[] args)
    {
        var builder = FunctionsApplication.CreateBuilder(args);
        builder.Services.BeginToLoadBundle(builder.Configuration);
        builder.ConfigureFunctionsWebApplication();
        builder.Services.AddHotelCancellationApi(builder.Configuration).AddHttpPipeline().AddOwnTelemetry(builder.Configuration);

        var host = builder.Build();
        _ = host.Services.BeginToLoadChampion();
        await host.RunAsync();
    }
}
