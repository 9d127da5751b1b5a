using HotelCancellation.Platform;

namespace HotelCancellation.Tests.Platform;

public sealed class QuietThreadTests
{
    [SkippableFact]
    public async Task RunAsync_OnLinux_PrefersEveryOtherThread()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "Only Linux has a niceness for each thread.");
        var before = Niceness();

        var during = await QuietThread.RunAsync("test", Niceness);

        during.ShouldBe(Math.Max(10, before));
        (await QuietThread.RunAsync("test", () => Thread.CurrentThread.Name)).ShouldBe("test");
        Niceness().ShouldBe(before);
    }

    [SkippableFact]
    public async Task RunAsync_OnLinuxThatLooksAtIt_WantsTheProcessorForLongerThanWhoeverWakes()
    {
        Skip.IfNot(OperatingSystem.IsLinux() && Slice() > 0, "Only Linux from 6.12 on says for how long a thread wants the processor.");
        var before = Slice();

        var during = await QuietThread.RunAsync("test", Slice);

        during.ShouldBeGreaterThan(before);
        Slice().ShouldBe(before);
    }

    [SkippableFact]
    public async Task RunAsync_WhatFollows_IsNotScheduledByTheQuietThread()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "Only Linux has a niceness for each thread.");
        var before = Niceness();
        var scheduler = new NotingScheduler();
        using var go = new ManualResetEventSlim();

        var following = QuietThread.RunAsync(
            "test",
            () =>
            {
                go.Wait();
                return 0;
            }).ContinueWith(_ => 0, CancellationToken.None, TaskContinuationOptions.None, scheduler);
        go.Set();
        await following;

        // Whoever schedules may start a thread of the pool, which is as quiet as its starter for as long as it lives.
        scheduler.NicenessOfCaller.ShouldBe(before);
    }

    [Fact]
    public async Task RunAsync_WorkThatFails_FailsAsTheWork() =>
        (await Should.ThrowAsync<InvalidOperationException>(QuietThread.RunAsync<int>("test", () => throw new InvalidOperationException("why")))).Message.ShouldBe("why");

    /// <summary>Of the thread that asks: the nineteenth field, of which the second, a name, ends with the last bracket (proc(5)).</summary>
    private static int Niceness()
    {
        var stat = File.ReadAllText("/proc/thread-self/stat");
        return int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[16], System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>Of the thread that asks, in nanoseconds; 0 where the kernel does not say.</summary>
    private static double Slice()
    {
        const string Thread = "/proc/thread-self/sched";
        var line = File.Exists(Thread) ? File.ReadLines(Thread).FirstOrDefault(l => l.StartsWith("se.slice", StringComparison.Ordinal)) : null;
        return line is null ? 0 : double.Parse(line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..], System.Globalization.CultureInfo.InvariantCulture);
    }

    private sealed class NotingScheduler : TaskScheduler
    {
        public int? NicenessOfCaller { get; private set; }

        protected override void QueueTask(Task task)
        {
            NicenessOfCaller = Niceness();
            TryExecuteTask(task);
        }

        protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

        protected override IEnumerable<Task> GetScheduledTasks() => [];
    }
}
