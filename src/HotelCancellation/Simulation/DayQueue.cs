namespace HotelCancellation.Simulation;

/// <summary>What is due on the days to come: a ring of lists, one a day, so that memory is bounded by what is due and not by time.</summary>
/// <param name="longestDays">The furthest day ahead that anything is due, days.</param>
internal sealed class DayQueue<T>(int longestDays)
{
    private readonly List<T>[] _days = [.. Enumerable.Range(0, longestDays + 1).Select(_ => new List<T>())];

    /// <summary>How much is due on any day.</summary>
    public int Count { get; private set; }

    /// <summary>Puts something in for a day, behind what is there; not further ahead of the earliest day in use than the ring is long.</summary>
    public void Add(DateOnly day, T item)
    {
        _days[day.DayNumber % _days.Length].Add(item);
        Count++;
    }

    /// <summary>Takes what is due on a day, also what is added to that day meanwhile, in the order it was put in.</summary>
    public IEnumerable<T> Take(DateOnly day)
    {
        var due = _days[day.DayNumber % _days.Length];
        for (var i = 0; i < due.Count; i++)
        {
            yield return due[i];
        }

        Count -= due.Count;
        due.Clear();
        // A busy day leaves no room behind for the days that come after it.
        if (due.Capacity > 4096)
        {
            due.Capacity = 0;
        }
    }
}
