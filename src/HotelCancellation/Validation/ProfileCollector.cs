using HotelCancellation.Bookings;
using HotelCancellation.Bookings.Reading;

namespace HotelCancellation.Validation;

/// <summary>
/// Counts the accepted rows of a run for its own profile, and into the parts of the last run's. Days are no part of it: they move on with
/// every file, and the number of bookings a day is looked at on its own.
/// </summary>
/// <param name="last">The last run of the source; null where there is none.</param>
internal sealed class ProfileCollector(RunProfile? last)
{
    private const int TrailingDays = 28;
    private static readonly string[] Ids = ["bookingId", "guestRef", "eventId"];

    private readonly List<ColumnCounter> _columns =
    [
        .. BookingField.All.Where(f => f.Type != FieldType.Date && !Ids.Contains(f.Name)).Select(f => f.Name).Concat(["nights", "leadTimeDays"])
            .Select(name => new ColumnCounter(name, last?.Columns.FirstOrDefault(c => c.Field.Equals(name, StringComparison.Ordinal)))),
    ];

    private long _rows;

    public void Add(BookingEvent booking)
    {
        _rows++;
        foreach (var column in _columns)
        {
            column.Add(booking);
        }
    }

    /// <summary>The run's own profile; null without rows.</summary>
    public RunProfile? Profile(string runId, string source, DateTimeOffset now, IReadOnlyDictionary<int, long> bookedByDay)
    {
        if (_rows == 0)
        {
            return null;
        }

        var lastDay = bookedByDay.Keys.Max();
        var days = Enumerable.Range(1, TrailingDays).Select(back => bookedByDay.GetValueOrDefault(lastDay - back)).Order().ToList();
        return new RunProfile
        {
            Schema = RunProfile.CurrentSchema,
            Source = source,
            RunId = runId,
            Generated = now,
            Rows = _rows,
            LastBookedOn = DateOnly.FromDayNumber(lastDay),
            DailyMedian = days[TrailingDays / 2],
            Columns = [.. _columns.Select(c => c.Profile())],
        };
    }

    /// <summary>This run beside the last one; null where there is none, or nothing to compare.</summary>
    public RunComparison? Comparison() => last is null || _rows == 0 ? null : new RunComparison(
        last.RunId, last.Generated, last.Rows, _rows, [.. _columns.Select(c => c.Compare()).OfType<ComparedColumn>().OrderByDescending(c => c.Moved).ThenByDescending(c => c.Psi)]);
}
