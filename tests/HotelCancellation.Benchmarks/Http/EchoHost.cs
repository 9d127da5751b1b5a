using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HotelCancellation.Benchmarks.Http;

/// <summary>
/// What ASP.NET Core costs by itself, in a process of its own: no authentication, no limits, no validation, no metrics, no
/// logs. <c>/echo</c> parses the booking by model binding with the source generator and writes it back, as the shortest
/// handler that anybody would write does; <c>/echo-bytes</c> gives the bytes back as they came.
/// </summary>
internal static class EchoHost
{
    public const string EchoPath = "/echo";
    public const string BytesPath = "/echo-bytes";

    /// <summary>Says how many bytes the process has allocated so far.</summary>
    public const string AllocatedPath = "/allocated";

    public static async Task<int> RunAsync(int port, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        builder.WebHost.UseUrls(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"));
        builder.Services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, EchoJson.Default));
        await using var app = builder.Build();
        app.MapPost(EchoPath, (EchoBooking booking) => booking);
        app.MapPost(BytesPath, BytesAsync);
        app.MapGet(AllocatedPath, () => GC.GetTotalAllocatedBytes().ToString(CultureInfo.InvariantCulture));
        await app.StartAsync(cancellationToken);
        await app.WaitForShutdownAsync(cancellationToken);
        return 0;
    }

    private static async Task BytesAsync(HttpContext context)
    {
        var reader = context.Request.BodyReader;
        var body = await reader.ReadAsync(context.RequestAborted);
        while (!body.IsCompleted)
        {
            reader.AdvanceTo(body.Buffer.Start, body.Buffer.End);
            body = await reader.ReadAsync(context.RequestAborted);
        }

        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.ContentLength = body.Buffer.Length;
        foreach (var segment in body.Buffer)
        {
            await context.Response.BodyWriter.WriteAsync(segment, context.RequestAborted);
        }

        reader.AdvanceTo(body.Buffer.End);
    }
}
