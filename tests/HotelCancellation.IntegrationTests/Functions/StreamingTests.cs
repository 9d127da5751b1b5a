using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace HotelCancellation.IntegrationTests.Functions;

/// <summary>Streams through a trigger: they leave as they are made, and a broken one does not look whole.</summary>
public sealed class StreamingTests
{
    private const string Route = "/api/v1/predictions/batch";

    [Fact]
    public async Task Batch_HandlerHasNotEnded_FirstLineHasArrived()
    {
        var firstLineSeen = new TaskCompletionSource();
        await using var worker = await WorkerHost.StartAsync(NoSettings, endpoints => endpoints.MapPost(Route, async (HttpContext context) =>
        {
            await context.Response.WriteAsync("first\n");
            await context.Response.Body.FlushAsync();
            await firstLineSeen.Task.WaitAsync(TimeSpan.FromSeconds(30));
            await context.Response.WriteAsync("second\n");
        }));
        using var client = worker.Client();

        using var response = await client.SendAsync(new HttpRequestMessage(HttpMethod.Post, Route), HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());

        (await reader.ReadLineAsync()).ShouldBe("first");
        firstLineSeen.SetResult();
        (await reader.ReadToEndAsync()).ShouldBe("second\n");
    }

    [Fact]
    public async Task Batch_HandlerFailsInTheMiddle_ClientSeesABrokenAnswerAndTheHostAFailedInvocation()
    {
        await using var worker = await WorkerHost.StartAsync(NoSettings, endpoints => endpoints.MapPost(Route, async (HttpContext context) =>
        {
            await context.Response.WriteAsync("first\n");
            await context.Response.Body.FlushAsync();
            throw new InvalidDataException("broken");
        }));
        using var client = worker.Client();

        // The headers may or may not arrive before the cut.
        await Should.ThrowAsync<HttpRequestException>(async () =>
        {
            using var response = await client.SendAsync(new HttpRequestMessage(HttpMethod.Post, Route));
        });

        (await FirstAsync(worker.Failures)).Function.ShouldBe("predictions-create-batch");
    }

    [Fact]
    public async Task Batch_HandlerFailsBeforeItAnswers_ClientSees500()
    {
        await using var worker = await WorkerHost.StartAsync(NoSettings, endpoints => endpoints.MapPost(Route, Task () => throw new InvalidDataException("broken")));
        using var client = worker.Client();

        using var response = await client.PostAsync(Route, null);

        ((int)response.StatusCode).ShouldBe(500);
        (await FirstAsync(worker.Failures)).Exception.ShouldBeOfType<InvalidDataException>();
    }

    private static Dictionary<string, string?> NoSettings => [];

    private static async Task<T> FirstAsync<T>(ConcurrentQueue<T> queue)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            if (queue.TryPeek(out var first))
            {
                return first;
            }

            await Task.Delay(10, limit.Token);
        }
    }
}
