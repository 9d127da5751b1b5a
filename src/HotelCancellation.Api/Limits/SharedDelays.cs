namespace HotelCancellation.Api.Limits;

/// <summary>
/// Delays that end in the same hundredth of a second are one: a timer for each of thousands of held requests would be work on a path that is there to save it. None is shorter than was asked, and at most a slot longer.
/// Safe for many threads.
/// </summary>
/// <param name="longest">No delay is longer.</param>
/// <param name="clock">The clock.</param>
internal sealed class SharedDelays(TimeSpan longest, TimeProvider clock)
{
    /// <summary>How much longer a delay may be than was asked.</summary>
    internal static readonly TimeSpan Slot = TimeSpan.FromMilliseconds(10);

    private readonly (long Number, Task Delay)[] _slots = new (long, Task)[(longest.Ticks / Slot.Ticks) + 2];
    private readonly Lock _lock = new();
    private readonly long _start = clock.GetTimestamp();

    /// <summary>Ends when the delay is over. Who waits for it goes on one after the other, on the timer's thread.</summary>
    /// <param name="delay">How long, zero to the longest.</param>
    public Task For(TimeSpan delay)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(delay, longest);
        if (delay <= TimeSpan.Zero)
        {
            return Task.CompletedTask;
        }

        var now = clock.GetElapsedTime(_start);
        var number = ((now + delay).Ticks / Slot.Ticks) + 1;
        lock (_lock)
        {
            ref var slot = ref _slots[number % _slots.Length];
            if (slot.Number != number)
            {
                // Timers count whole milliseconds.
                slot = (number, Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(((number * Slot) - now).TotalMilliseconds)), clock));
            }

            return slot.Delay;
        }
    }
}
