using System.Globalization;
using HotelCancellation.Bookings;

namespace HotelCancellation.Validation;

/// <summary>Looks at the file as a whole: is every event there once, are they recent, are days missing, would a request like them be let in?</summary>
internal sealed class ReportChecks(BookingValidator validator, ValidationOptions options)
{
    private const int TrailingDays = 28;
    private const int SmallestMedian = 5;
    private const int NamedDays = 5;

    // 64 bits of each event: 8 bytes a row, and a false match in 2^64 pairs.
    private readonly HashSet<ulong> _events = [];
    private readonly Dictionary<int, long> _bookedByDay = [];
    private readonly Dictionary<string, long> _refused = new(StringComparer.Ordinal);
    private long _rows;
    private long _twice;
    private long _wouldBeRefused;
    private DateOnly? _latest;

    public void Add(BookingEvent booking)
    {
        _rows++;
        _twice += _events.Add(Hash(booking)) ? 0 : 1;
        _latest = _latest is { } latest && latest > booking.StatusDate ? latest : booking.StatusDate;
        var day = booking.Booking.BookedOn.DayNumber;
        _bookedByDay[day] = _bookedByDay.GetValueOrDefault(day) + 1;
        if (validator.Check(booking, ValidationMode.Request) is { Accepted: false } result)
        {
            _wouldBeRefused++;
            _refused[result.Rejects[0].Rule] = _refused.GetValueOrDefault(result.Rejects[0].Rule) + 1;
        }
    }

    public IReadOnlyList<ReportCheck> Results(DateOnly today, IReadOnlyList<string> constantFields) =>
        _rows == 0 ? [] : [Uniqueness(), Freshness(today), Volume(), Serving(), Learning(constantFields)];

    private ReportCheck Uniqueness()
    {
        var share = (double)_twice / _rows;
        return new ReportCheck(
            "uniqueness",
            _twice == 0 ? ReportStatus.Passed : share > options.MaxRejectedShare ? ReportStatus.Failed : ReportStatus.Warned,
            _twice == 0
                ? "Every event (property, booking, status, day, event id) is there once."
                : string.Create(CultureInfo.InvariantCulture, $"{_twice} of {_rows} rows ({share:P1}) repeat an event (property, booking, status, day, event id) that is there already; more than Validation:MaxRejectedShare = {options.MaxRejectedShare} fails."));
    }

    private ReportCheck Freshness(DateOnly today)
    {
        var age = today.DayNumber - _latest!.Value.DayNumber;
        var text = string.Create(CultureInfo.InvariantCulture, $"The latest status is of {_latest:yyyy-MM-dd}, {Math.Abs(age)} days {(age < 0 ? "after" : "before")} today");
        return age < 0
            ? new ReportCheck("freshness", ReportStatus.Warned, $"{text}: a day in the future, or another calendar.")
            : new ReportCheck("freshness", age > options.FreshDays ? ReportStatus.Warned : ReportStatus.Passed, $"{text} (Validation:FreshDays = {options.FreshDays}).");
    }

    private ReportCheck Volume()
    {
        var (first, last) = (_bookedByDay.Keys.Min(), _bookedByDay.Keys.Max());
        var window = new Queue<long>();
        var odd = new List<string>();
        var count = 0;
        foreach (var day in Enumerable.Range(first, last - first + 1))
        {
            var rows = _bookedByDay.GetValueOrDefault(day);
            if (window.Count == TrailingDays)
            {
                var median = window.Order().ElementAt(TrailingDays / 2);
                if (median >= SmallestMedian && (rows > median * options.VolumeFactor || rows < median / options.VolumeFactor))
                {
                    count++;
                    odd.Add(string.Create(CultureInfo.InvariantCulture, $"{DateOnly.FromDayNumber(day):yyyy-MM-dd} with {rows} (usual: {median})"));
                }

                window.Dequeue();
            }

            window.Enqueue(rows);
        }

        return new ReportCheck(
            "volume",
            count == 0 ? ReportStatus.Passed : ReportStatus.Warned,
            count == 0
                ? $"No day has {options.VolumeFactor.ToString(CultureInfo.InvariantCulture)} times more or fewer bookings made than the {TrailingDays} days before it."
                : $"{count} days have far more or fewer bookings made than the {TrailingDays} days before: {string.Join(", ", odd.Take(NamedDays))}{(count > NamedDays ? " and others" : "")}.");
    }

    private ReportCheck Serving()
    {
        var share = (double)_wouldBeRefused / _rows;
        return new ReportCheck(
            "train-serve",
            share > options.MaxRejectedShare ? ReportStatus.Warned : ReportStatus.Passed,
            _wouldBeRefused == 0
                ? "Every accepted row would be let in as a request, too."
                : string.Create(CultureInfo.InvariantCulture, $"{_wouldBeRefused} of {_rows} accepted rows ({share:P1}) would be refused as a request: {string.Join(", ", _refused.OrderByDescending(r => r.Value).Take(NamedDays).Select(r => $"{r.Key} ({r.Value})"))}."));
    }

    private static ReportCheck Learning(IReadOnlyList<string> constant) => new(
        "constant-fields",
        constant.Count == 0 ? ReportStatus.Passed : ReportStatus.Warned,
        constant.Count == 0 ? "Every field has more than one value." : $"One value in all rows: {string.Join(", ", constant)}. A model learns nothing from these, and a request with another value is new to it.");

    // FNV-1a (Fowler, Noll, Vo), 64 bits.
    private static ulong Hash(BookingEvent booking)
    {
        var hash = 14695981039346656037UL;
        Mix(booking.Booking.PropertyId.Value);
        Mix(booking.Booking.BookingId.Value);
        Mix(booking.EventId ?? "");
        Step((ulong)booking.Status);
        Step((ulong)booking.StatusDate.DayNumber);
        return hash;

        void Mix(string text)
        {
            foreach (var c in text)
            {
                Step(c);
            }

            Step(0xffff);
        }

        void Step(ulong value) => hash = unchecked((hash ^ value) * 1099511628211UL);
    }
}
