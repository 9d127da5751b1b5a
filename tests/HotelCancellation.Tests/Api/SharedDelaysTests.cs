using HotelCancellation.Api.Limits;
using Microsoft.Extensions.Time.Testing;

namespace HotelCancellation.Tests.Api;

public sealed class SharedDelaysTests
{
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(700);

    // What timers count.
    private static readonly TimeSpan Millisecond = TimeSpan.FromMilliseconds(1);
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void For_AnyDelay_EndsWhenItIsOverAndAtMostASlotLater()
    {
        var delays = new SharedDelays(Longest, _time);
        var step = TimeSpan.FromMilliseconds(0.7);
        var open = new List<(DateTimeOffset Due, Task Delay)>();

        for (var i = 0; i < 5000; i++)
        {
            var delay = Longest * (i * 37 % 101 / 100.0);
            open.Add((_time.GetUtcNow() + delay, delays.For(delay)));
            _time.Advance(step);
            foreach (var (due, end) in open)
            {
                var late = _time.GetUtcNow() - due;
                end.IsCompleted.ShouldBe(late > SharedDelays.Slot + Millisecond + step || (late >= TimeSpan.Zero && end.IsCompleted), $"{late} after its end");
            }

            open.RemoveAll(o => o.Delay.IsCompleted);
        }
    }

    [Fact]
    public void For_ManyAtATime_ShareTheTimersOfTheirSlots()
    {
        var delays = new SharedDelays(Longest, _time);

        var ends = Enumerable.Range(0, 10_000).Select(i => delays.For(Longest * (0.5 + (i / 20_000.0)))).Distinct().Count();

        ends.ShouldBeInRange(35, 36);
    }

    [Fact]
    public void For_None_IsAtOnce() => new SharedDelays(Longest, _time).For(TimeSpan.Zero).IsCompleted.ShouldBeTrue();

    [Fact]
    public void For_LongerThanTheLongest_IsRefused() =>
        Should.Throw<ArgumentOutOfRangeException>(() => new SharedDelays(Longest, _time).For(Longest + TimeSpan.FromTicks(1)));
}
