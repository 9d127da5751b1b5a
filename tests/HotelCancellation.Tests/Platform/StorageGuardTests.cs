using Azure;
using HotelCancellation.Platform;

namespace HotelCancellation.Tests.Platform;

public class StorageGuardTests
{
    public static TheoryData<Exception> Outages => new(
        new AggregateException("Retry failed after 4 tries.", new RequestFailedException("Connection refused"), new TaskCanceledException()),
        new RequestFailedException(503, "Busy"),
        new IOException("Connection reset"),
        new TaskCanceledException());

    [Theory]
    [MemberData(nameof(Outages))]
    public async Task Call_NoAnswer_IsStorageUnavailable(Exception e) =>
        (await Should.ThrowAsync<StorageUnavailableException>(() => StorageGuard.CallAsync<int>("reading", () => throw e, CancellationToken.None))).InnerException.ShouldBe(e);

    [Theory]
    [MemberData(nameof(Outages))]
    public async Task Call_StoppedByItsCaller_IsThatCancellation(Exception e)
    {
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();

        (await Should.ThrowAsync<OperationCanceledException>(() => StorageGuard.CallAsync<int>("reading", () => throw e, stop.Token))).CancellationToken.ShouldBe(stop.Token);
        await Should.ThrowAsync<OperationCanceledException>(async () => await StorageGuard.EachAsync("reading", Broken(e), stop.Token).ToArrayAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Call_AnAnswer_PassesThrough() =>
        (await Should.ThrowAsync<RequestFailedException>(() => StorageGuard.CallAsync<int>("reading", () => throw new RequestFailedException(409, "Conflict"), CancellationToken.None))).Status.ShouldBe(409);

    private static async IAsyncEnumerable<int> Broken(Exception e)
    {
        await Task.CompletedTask;
        if (e is not null)
        {
            throw e;
        }

        yield return 1;
    }
}
