using CsCheck;
using HotelCancellation.Api.Http;

namespace HotelCancellation.Tests.Api;

public sealed class BodySpoolTests
{
    [Fact]
    public void Read_WhateverIsDrainedMeanwhile_GivesEveryByteOnceAndInOrder() =>
        Gen.Select(Gen.Byte.Array[0, 5000], Gen.Int[1, 700].List[1, 20], Gen.Bool.List[1, 10]).Sample(
            (content, sizes, drains) => ReadAllAsync(content, sizes, drains).GetAwaiter().GetResult().ShouldBe(content), iter: 200);

    [Fact]
    public async Task DrainUntil_NothingHappens_TakesTheWholeBodyIntoTheFile()
    {
        var content = new byte[300_000];
        new Random(1).NextBytes(content);
        await using var spool = new BodySpool(new Pieces(content, [70_000]), content.Length);

        await spool.DrainUntilAsync(new TaskCompletionSource().Task);

        spool.SpooledBytes.ShouldBe(content.Length);
        using var read = new MemoryStream();
        await spool.CopyToAsync(read);
        read.ToArray().ShouldBe(content);
    }

    [Fact]
    public async Task Read_WhileAnotherDrains_GivesEveryByteOnceAndInOrder()
    {
        var content = new byte[400_000];
        new Random(2).NextBytes(content);
        await using var spool = new BodySpool(new Pieces(content, [700, 1, 9_000]), content.Length);
        var whole = new TaskCompletionSource();
        using var read = new MemoryStream();

        var draining = Task.Run(() => spool.DrainUntilAsync(whole.Task));
        await spool.CopyToAsync(read, 512);
        whole.SetResult();
        await draining;

        read.ToArray().ShouldBe(content);
    }

    [Fact]
    public async Task DrainUntil_WhileTheReaderWaitsForTheClient_EndsWhenItHasHappened()
    {
        var stream = new Silent();
        await using var spool = new BodySpool(stream, 1000);
        var reading = spool.ReadAsync(new byte[10]).AsTask();
        var happened = new TaskCompletionSource();

        var draining = spool.DrainUntilAsync(happened.Task);
        happened.SetResult();
        await draining;
        stream.Speak.SetResult(3);

        (await reading).ShouldBe(3);
        (await spool.ReadAsync(new byte[10])).ShouldBe(3);
    }

    /// <summary>Says nothing until it is told to.</summary>
    private sealed class Silent : MemoryStream
    {
        public TaskCompletionSource<int> Speak { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Speak.Task);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Read_MoreThanTheLimit_Throws(bool drained)
    {
        await using var spool = new BodySpool(new Pieces(new byte[1001], [100]), 1000);
        if (drained)
        {
            await spool.DrainUntilAsync(new TaskCompletionSource().Task);
        }

        var thrown = await Should.ThrowAsync<BodyTooLargeException>(async () => await spool.CopyToAsync(Stream.Null));

        thrown.MostBytes.ShouldBe(1000);
    }

    private static async Task<byte[]> ReadAllAsync(byte[] content, List<int> sizes, List<bool> drains)
    {
        await using var spool = new BodySpool(new Pieces(content, sizes), content.Length);
        using var read = new MemoryStream();
        var buffer = new byte[333];
        for (var i = 0; ; i++)
        {
            if (drains[i % drains.Count])
            {
                await spool.DrainUntilAsync(Task.Delay(0));
                var later = new TaskCompletionSource();
                var draining = spool.DrainUntilAsync(later.Task);
                later.SetResult();
                await draining;
            }

            var count = await spool.ReadAsync(buffer);
            if (count == 0)
            {
                return read.ToArray();
            }

            read.Write(buffer, 0, count);
        }
    }

    /// <summary>Gives its content in pieces of given sizes, each a little later.</summary>
    private sealed class Pieces(byte[] content, IReadOnlyList<int> sizes) : MemoryStream(content)
    {
        private int _next;

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await Task.Yield();
            return Read(buffer.Span[..Math.Min(buffer.Length, sizes[_next++ % sizes.Count])]);
        }
    }
}
