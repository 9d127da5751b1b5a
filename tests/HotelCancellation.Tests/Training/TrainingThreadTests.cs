using HotelCancellation.Training;

namespace HotelCancellation.Tests.Training;

public sealed class TrainingThreadTests
{
    [Fact]
    public async Task Do_FromManyThreads_IsDoneByOneAndOneAfterTheOther()
    {
        var inside = 0;
        var together = 0;

        var threads = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(() => TrainingThread.Do(() =>
        {
            together = Math.Max(together, Interlocked.Increment(ref inside));
            Thread.Yield();
            Interlocked.Decrement(ref inside);
            return Environment.CurrentManagedThreadId;
        }))));

        threads.Distinct().Count().ShouldBe(1);
        threads[0].ShouldNotBe(Environment.CurrentManagedThreadId);
        together.ShouldBe(1);
    }

    [Fact]
    public void Do_WhatThrows_ThrowsAndTheNextIsDone()
    {
        Should.Throw<InvalidOperationException>(() => TrainingThread.Do<int>(() => throw new InvalidOperationException("no"))).Message.ShouldBe("no");

        TrainingThread.Do(() => 7).ShouldBe(7);
    }

    [Fact]
    public void Do_WithinItself_DoesNotWaitForItself() => TrainingThread.Do(() => TrainingThread.Do(() => 7)).ShouldBe(7);

    [Theory]
    [InlineData(1, 1)]
    [InlineData(199_999, 1)]
    [InlineData(200_000, 2)]
    [InlineData(50_000_000, 2)]
    public void For_SoManyRows_IsTheSameOnEveryMachine(int rows, int threads) => OpenMpThreads.For(rows).ShouldBe(threads);
}
