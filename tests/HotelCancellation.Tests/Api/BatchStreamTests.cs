using HotelCancellation.Api.Endpoints;
using HotelCancellation.Api.Http;
using HotelCancellation.Bookings.Reading;
using HotelCancellation.Serving;
using HotelCancellation.TestSupport;
using Microsoft.AspNetCore.Http;

namespace HotelCancellation.Tests.Api;

public sealed class BatchStreamTests
{
    [Fact]
    public async Task RunAsync_LinesAtHand_LeavesItsSchedulerToOthersAfterEachFullBuffer()
    {
        const int Lines = 5_000;
        const int BufferBytes = 16 * 1024;
        var given = 0;
        async IAsyncEnumerable<BulkLine> AtHand()
        {
            await Task.CompletedTask;
            while (given < Lines)
            {
                yield return new BulkLine(++given, null, null, [new FieldFault("adr", "x", "type", "a number")]);
            }
        }

        using var output = new MemoryStream();
        var context = new DefaultHttpContext { Response = { Body = output } };
        await using var body = new BodySpool(Stream.Null, 1);

        var most = await new TurnTaking().MostBetweenAsync(() => BatchStream.RunAsync(context.Response, body, AtHand(), default), () => given);

        given.ShouldBe(Lines);
        (most * output.Length / Lines).ShouldBeInRange(1, BufferBytes + 1024);
    }
}
