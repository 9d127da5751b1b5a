namespace HotelCancellation.Simulation;

/// <summary>How a hotel's systems send the events of <see cref="BookingEventStream"/>.</summary>
public sealed record EventStreamOptions
{
    /// <summary>The most days that a message may take.</summary>
    public const int LongestDelayDays = 60;

    /// <summary>Share of the events that are sent one or more days after their day, and so out of order; 0 to 1.</summary>
    /// <value>Default: 0.</value>
    public double LateShare { get; init; }

    /// <summary>Share of the events that are sent twice, with the same id; 0 to 1. The second copy may come as late as a late event.</summary>
    /// <value>Default: 0.</value>
    public double RepeatedShare { get; init; }

    /// <summary>The longest delay, 1 to 60 days; each number of days up to it is as likely.</summary>
    /// <value>Default: 7.</value>
    public int MaxDelayDays { get; init; } = 7;

    /// <summary>Share of the bookings made two days or more before arrival that are to be modified once; those that end first are not. 0 to 1.</summary>
    /// <value>Default: 0.15.</value>
    public double ModifiedShare { get; init; } = 0.15;

    /// <summary>Chooses what is modified, late and repeated; any value. The bookings and their outcomes do not depend on it.</summary>
    /// <value>Default: 1.</value>
    public long Seed { get; init; } = 1;

    /// <summary>One line for each setting that is out of range; empty when the options can be used.</summary>
    public IReadOnlyList<string> Problems()
    {
        var problems = new List<string>();
        Share(nameof(LateShare), LateShare);
        Share(nameof(RepeatedShare), RepeatedShare);
        Share(nameof(ModifiedShare), ModifiedShare);
        if (MaxDelayDays is < 1 or > LongestDelayDays)
        {
            problems.Add($"{nameof(MaxDelayDays)} must be 1 to {LongestDelayDays}, not {MaxDelayDays}.");
        }

        return problems;

        void Share(string name, double value)
        {
            if (!(value is >= 0 and <= 1))
            {
                problems.Add(FormattableString.Invariant($"{name} must be 0 to 1, not {value}."));
            }
        }
    }
}
