using System.Globalization;
using HotelCancellation.Bookings;

namespace HotelCancellation.Validation;

/// <summary>Looks at the file as a whole: is every event there once, are they recent, are days missing, would a request like them be let in?</summary>
internal sealed class ReportChecks(BookingValidator validator, ValidationOptions options, IReadOnlyList<RunProfile> history, ModelSchema? model) : IDisposable
{
    private const int TrailingDays = 28;
    private const int SmallestMedian = 5;
    private const int NamedDays = 5;

    private readonly RepeatedKeys _events = new();
    private readonly ProfileCollector _profile = new(history.Count > 0 ? history[^1] : null);
    private readonly ModelFitCollector? _model = model is null ? null : new ModelFitCollector(model);
    private readonly Dictionary<int, long> _bookedByDay = [];
    private readonly Dictionary<string, long> _refused = new(StringComparer.Ordinal);
    private long _rows;
    private long _wouldBeRefused;
    private DateOnly? _latest;

    public void Add(BookingEvent booking)
    {
        _rows++;
        _events.Add(Hash(booking));
        _profile.Add(booking);
        _model?.Add(booking);
        _latest = _latest is { } latest && latest > booking.StatusDate ? latest : booking.StatusDate;
        var day = booking.Booking.BookedOn.DayNumber;
        _bookedByDay[day] = _bookedByDay.GetValueOrDefault(day) + 1;
        if (validator.Check(booking, ValidationMode.Request) is { Accepted: false } result)
        {
            _wouldBeRefused++;
            _refused[result.Rejects[0].Rule] = _refused.GetValueOrDefault(result.Rejects[0].Rule) + 1;
        }
    }

    public IReadOnlyList<ReportCheck> Results(DateOnly today, IReadOnlyList<string> constantFields, RunComparison? comparison, ModelFit? fit) => _rows == 0 ? [] :
    [
        Uniqueness(), Freshness(today), Volume(), .. History(), .. comparison is null ? [] : new[] { Distribution(comparison) },
        Serving(), .. fit is null ? [] : new[] { Fit(fit) }, Learning(constantFields),
    ];

    /// <summary>This run beside the last one; null where there is none.</summary>
    public RunComparison? Comparison() => _profile.Comparison();

    /// <summary>The accepted rows beside the model; null where none was given.</summary>
    public ModelFit? Fit() => _rows == 0 ? null : _model?.Result(options.MaxRejectedShare);

    /// <summary>What the next run is compared with; null without rows.</summary>
    public RunProfile? Profile(string runId, string source, DateTimeOffset now) => _profile.Profile(runId, source, now, _bookedByDay);

    public void Dispose() => _events.Dispose();

    private ReportCheck Uniqueness()
    {
        var repeated = _events.Count();
        var share = (double)repeated / _rows;
        var method = _events.IsSpilled
            ? $" Compared by 64-bit hashes, sorted on disk beyond {RepeatedKeys.DefaultInMemory.ToString("N0", CultureInfo.InvariantCulture)} rows."
            : " Compared by 64-bit hashes.";
        return new ReportCheck(
            "uniqueness",
            repeated == 0 ? ReportStatus.Passed : share > options.MaxRejectedShare ? ReportStatus.Failed : ReportStatus.Warned,
            repeated == 0
                ? "Every event (property, booking, status, day, event id) is there once." + method
                : string.Create(CultureInfo.InvariantCulture, $"{repeated} of {_rows} rows ({share:P1}) repeat an event (property, booking, status, day, event id) that is there already; more than Validation:MaxRejectedShare = {options.MaxRejectedShare} fails.") + method);
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

    // The runs before tell what is usual for the source, even where the file itself is too short to.
    private IEnumerable<ReportCheck> History()
    {
        if (history.Count == 0)
        {
            yield break;
        }

        var (usualRows, usualDay) = (Median(history.Select(h => (double)h.Rows)), Median(history.Select(h => h.DailyMedian)));
        var odd = new List<string>();
        if (IsOdd(_rows, usualRows))
        {
            odd.Add(string.Create(CultureInfo.InvariantCulture, $"{_rows} rows where {usualRows:0} are usual"));
        }

        var since = history[^1].LastBookedOn.DayNumber;
        var last = _bookedByDay.Keys.Max();

        // The last day is seldom whole; the day on which the last run ended was not either.
        var days = Enumerable.Range(since + 1, Math.Max(0, last - since - 1)).Where(d => usualDay >= SmallestMedian && IsOdd(_bookedByDay.GetValueOrDefault(d), usualDay)).ToList();
        if (days.Count > 0)
        {
            odd.Add(string.Create(CultureInfo.InvariantCulture, $"{days.Count} new days have far more or fewer bookings made than {usualDay:0} a day: {string.Join(", ", days.Take(NamedDays).Select(d => $"{DateOnly.FromDayNumber(d):yyyy-MM-dd} with {_bookedByDay.GetValueOrDefault(d)}"))}{(days.Count > NamedDays ? " and others" : "")}"));
        }

        var runs = history.Count == 1 ? "the last run" : string.Create(CultureInfo.InvariantCulture, $"the last {history.Count} runs");
        yield return new ReportCheck(
            "volume-history",
            odd.Count == 0 ? ReportStatus.Passed : ReportStatus.Warned,
            odd.Count == 0
                ? string.Create(CultureInfo.InvariantCulture, $"As many rows ({_rows}) and bookings a day as in {runs} of the source (Validation:VolumeFactor = {options.VolumeFactor}).")
                : $"Against {runs} of the source: {string.Join("; ", odd)}.");
    }

    private bool IsOdd(double rows, double usual) => rows > usual * options.VolumeFactor || rows < usual / options.VolumeFactor;

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted[sorted.Count / 2];
    }

    private static ReportCheck Distribution(RunComparison comparison)
    {
        var moved = comparison.Columns.Where(c => c.Moved).ToList();
        return new ReportCheck(
            "distribution",
            moved.Count == 0 ? ReportStatus.Passed : ReportStatus.Warned,
            moved.Count == 0
                ? string.Create(CultureInfo.InvariantCulture, $"No field has moved since run {comparison.RunId} of {comparison.Generated:yyyy-MM-dd} (PSI above {PopulationStability.Threshold} and beyond chance).")
                : string.Create(CultureInfo.InvariantCulture, $"Since run {comparison.RunId} of {comparison.Generated:yyyy-MM-dd}, {moved.Count} fields have moved (PSI above {PopulationStability.Threshold} and beyond chance): {string.Join(", ", moved.Take(NamedDays).Select(c => string.Create(CultureInfo.InvariantCulture, $"{c.Field} (PSI {c.Psi:0.00}, by chance up to {c.Critical:0.00})")))}{(moved.Count > NamedDays ? " and others" : "")}."));
    }

    private ReportCheck Fit(ModelFit fit)
    {
        var off = fit.Columns.Where(c => c.Status != ReportStatus.Passed).ToList();
        var ranges = fit.HasRanges ? "" : " The model says nothing of the numbers that it has seen.";
        return new ReportCheck(
            "train-serve-model",
            off.Count == 0 ? ReportStatus.Passed : ReportStatus.Warned,
            off.Count == 0
                ? string.Create(CultureInfo.InvariantCulture, $"No field of {fit.Version} has more than {options.MaxRejectedShare:P0} that the model has never seen.{ranges}")
                : string.Create(CultureInfo.InvariantCulture, $"{fit.Version} has never seen much of {string.Join(", ", off.Take(NamedDays).Select(Off))}{(off.Count > NamedDays ? " and others" : "")}.{ranges}"));
    }

    private static string Off(ModelColumn column) => column is { Unseen: 0 }
        ? $"{column.Field} (no row has a value; the model knows {column.Known})"
        : string.Create(CultureInfo.InvariantCulture, $"{column.Field} ({column.Share:P1}: {string.Join(", ", column.Examples)}; the model knows {column.Known})");

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
