using HotelCancellation.Api.Limits;

namespace HotelCancellation.Tests.Api;

public sealed class BatchTurnsTests
{
    [Fact]
    public async Task RunAsync_ManyBatchesWithWorkAtHand_LeaveOthersBetween()
    {
        const int Batches = 50;
        const int Pieces = 20;
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

        (await single).ShouldBeLessThanOrEqualTo(4 * Environment.ProcessorCount, "pieces of batches before a request that came after all of them had begun");
        (await Task.WhenAll(batches)).ShouldAllBe(b => b);
        done.ShouldBe(Batches * Pieces);
    }

    [Fact]
    public async Task RunAsync_Fault_IsTheCallers() =>
        (await Should.ThrowAsync<InvalidOperationException>(() => new BatchTurns().RunAsync<bool>(() => throw new InvalidOperationException("A fault.")))).Message.ShouldBe("A fault.");
}
