namespace HotelCancellation.Features.Store;

/// <summary>What was counted by the beginning of each day. Immutable and safe for many threads.</summary>
public sealed class DaySeries
{
    private readonly int[] _days;
    private readonly LedgerCounts[] _sums;

    private DaySeries(int[] days, LedgerCounts[] sums) => (_days, _sums) = (days, sums);

    /// <summary>Nothing counted.</summary>
    public static DaySeries Empty { get; } = new([], []);

    /// <summary>Days on which something changed.</summary>
    public int Count => _days.Length;

    /// <summary>A series of additions in the order of their days; those of one day may be several.</summary>
    internal static DaySeries Of(ReadOnlySpan<(int Day, LedgerCounts Counts)> ordered)
    {
        if (ordered.IsEmpty)
        {
            return Empty;
        }

        var most = 1;
        for (var i = 1; i < ordered.Length; i++)
        {
            most += ordered[i].Day == ordered[i - 1].Day ? 0 : 1;
        }

        var (days, sums) = (new int[most], new LedgerCounts[most]);
        var (count, sum) = (0, default(LedgerCounts));
        for (var i = 0; i < ordered.Length;)
        {
            var day = ordered[i].Day;
            var before = sum;
            for (; i < ordered.Length && ordered[i].Day == day; i++)
            {
                sum += ordered[i].Counts;
            }

            if (sum != before)
            {
                (days[count], sums[count]) = (day, sum);
                count++;
            }
        }

        return count == 0 ? Empty : count == most ? new DaySeries(days, sums) : new DaySeries(days[..count], sums[..count]);
    }

    /// <summary>What had been counted at the beginning of a day: additions of the day itself and later are not in it.</summary>
    /// <param name="day">The day, as <see cref="DateOnly.DayNumber"/>.</param>
    public LedgerCounts Before(int day)
    {
        var at = Array.BinarySearch(_days, day);
        var last = (at < 0 ? ~at : at) - 1;
        return last < 0 ? default : _sums[last];
    }

    /// <summary>The series with additions, in any order.</summary>
    internal DaySeries With(IEnumerable<(int Day, LedgerCounts Counts)> additions)
    {
        var all = Additions().Concat(additions).ToArray();
        Array.Sort(all, (a, b) => a.Day.CompareTo(b.Day));
        return Of(all);
    }

    /// <summary>The series with what is older than some days before its newest day put together as of that day.</summary>
    internal DaySeries KeepingDays(int days)
    {
        var first = _days.Length == 0 ? 0 : Array.BinarySearch(_days, _days[^1] - days);
        first = first < 0 ? ~first : first;
        return first <= 1 ? this : new DaySeries(_days[(first - 1)..], _sums[(first - 1)..]);
    }

    /// <summary>What was added on each day.</summary>
    internal IEnumerable<(int Day, LedgerCounts Counts)> Additions()
    {
        for (var i = 0; i < _days.Length; i++)
        {
            yield return (_days[i], i == 0 ? _sums[0] : _sums[i] - _sums[i - 1]);
        }
    }
}
