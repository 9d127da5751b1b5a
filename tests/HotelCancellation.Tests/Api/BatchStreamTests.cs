using HotelCancellation.Api.Endpoints;
using HotelCancellation.Api.Http;
using HotelCancellation.Bookings.Reading;
using HotelCancellation.Serving;
using Microsoft.AspNetCore.Http;

namespace HotelCancellation.Tests.Api;

public sealed class BatchStreamTests
{
    [Fact]
    public async Task RunAsync_LinesAtHand_LeavesItsSchedulerToOthersAfterEachFullBuffer()
    {
        const int Lines = 5_000;
        const int BufferBytes = 16 * 1024;
        var (given, longest, over) = (0, 0, false);
        async IAsyncEnumerable<BulkLine> AtHand()
        {
            await Task.CompletedTask;
            while (given < Lines)
            {
                yield return new BulkLine(++given, null, null, [new FieldFault("adr", "x", "type", "a number")]);
            }
        }

        // One at a time, in the order of their coming: between two turns of the one, the other has one.
        var scheduler = new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler;
        Task OnItAsync(Func<Task> work) => Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.None, scheduler).Unwrap();
        using var output = new MemoryStream();
        var context = new DefaultHttpContext { Response = { Body = output } };
        await using var body = new BodySpool(Stream.Null, 1);
        var batch = OnItAsync(async () =>
        {
            try
            {
                await BatchStream.RunAsync(context.Response, body, AtHand(), default);
            }
            finally
            {
                over = true;
            }
        });
        var other = OnItAsync(async () =>
        {
            while (!over)
            {
                var before = given;
                await Task.Yield();
                longest = Math.Max(longest, given - before);
            }
        });
        await Task.WhenAll(batch, other);

        given.ShouldBe(Lines);
        (longest * output.Length / Lines).ShouldBeInRange(1, BufferBytes + 1024);
    }
}
