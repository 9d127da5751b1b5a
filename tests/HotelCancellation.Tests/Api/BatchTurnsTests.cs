using HotelCancellation.Api.Limits;

namespace HotelCancellation.Tests.Api;

public sealed class BatchTurnsTests
{
    private const int Batches = 50;
    private const int Pieces = 20;
    private const int Attempts = 5;

    [Fact]
    public async Task RunAsync_ManyBatchesWithWorkAtHand_LeaveOthersBetween()
    {
        // A thread that has the request in its hand already may be stopped by the operating system for as long as others want the processor, which is not the batches' doing: the least of some.
        var before = Batches * Pieces;
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            before = Math.Min(before, await PiecesBeforeARequestAsync());
        }

        before.ShouldBeLessThanOrEqualTo(4 * Environment.ProcessorCount, "pieces of batches before a request that came after all of them had begun");
    }

    private static async Task<int> PiecesBeforeARequestAsync()
    {
        var turns = new BatchTurns();
        using var gate = new ManualResetEventSlim();
        var done = 0;
        async Task<bool> BatchAsync()
        {
            for (var i = 0; i < Pieces; i++)
            {
                gate.Wait();
                Interlocked.Increment(ref done);
                await Task.Yield();
            }

            return true;
        }

        // From a thread that is none of the pool's, where things are done in the order of their coming. All batches have work by then, and what comes last is none of theirs.
        var (batches, single) = await Task.Factory.StartNew(
            () =>
            {
                Task<bool>[] begun = [.. Enumerable.Range(0, Batches).Select(_ => turns.RunAsync(BatchAsync))];
                var last = Task.Run(() => Volatile.Read(ref done));
                gate.Set();
                return (begun, last);
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);

        (await Task.WhenAll(batches)).ShouldAllBe(b => b);
        done.ShouldBe(Batches * Pieces);
        return await single;
    }

    [Fact]
    public async Task RunAsync_Fault_IsTheCallers() =>
        (await Should.ThrowAsync<InvalidOperationException>(() => new BatchTurns().RunAsync<bool>(() => throw new InvalidOperationException("A fault.")))).Message.ShouldBe("A fault.");
}
