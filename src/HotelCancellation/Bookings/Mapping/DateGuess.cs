using System.Globalization;

namespace HotelCancellation.Bookings.Mapping;

/// <summary>How the dates of a column are written, as far as its values tell.</summary>
internal sealed record DateGuess(string? Format, double Share, IReadOnlyList<MappingQuestion> Questions)
{
    private const double Recognised = 0.5;
    private const string Zone = "zone";

    private static readonly string[] Formats =
    [
        "yyyy-MM-dd", "d/M/yyyy", "M/d/yyyy", "d.M.yyyy", "d-M-yyyy", "M-d-yyyy", "yyyy/M/d", "yyyy.M.d", "yyyyMMdd", "d/M/yy", "M/d/yy", "yy/M/d",
        "d.M.yy", "d-M-yy", "M-d-yy", "d MMM yyyy", "d-MMM-yyyy", "d-MMM-yy", "MMM d, yyyy", "d MMMM yyyy", "MMMM d, yyyy",
    ];

    public static DateGuess Of(ColumnSample column)
    {
        var values = column.Values.Select(MappedDate.Parts).ToList();
        var dates = Formats.Select(f => values.Select(v => Read(v.Day, f)).ToArray()).ToArray();
        var hits = dates.Select(d => d.Count(x => x is not null)).ToArray();
        var best = Array.IndexOf(hits, hits.Max());
        if (values.Count == 0 || hits[best] < Recognised * values.Count)
        {
            var seen = column.Values.FirstOrDefault();
            return new DateGuess(null, 0, [new MappingQuestion("format", $"How are the dates of column '{column.Name}' written, such as '{seen}'?", ["yyyy-MM-dd", "dd/MM/yyyy", "MM/dd/yyyy"])]);
        }

        var questions = new List<MappingQuestion>();
        var rivals = Enumerable.Range(0, Formats.Length).Where(f => f != best && Contradicts(dates, hits, best, f)).ToList();
        if (rivals.Count > 0)
        {
            questions.Add(new MappingQuestion("format", Order(column, dates, best, rivals[0]), [Formats[best], .. rivals.Select(r => Formats[r])]));
        }

        if (values.FirstOrDefault(v => v.Time.Length > 0 && MappedDate.NeedsZone(v.Time)) is { Time: { Length: > 0 } } timed)
        {
            questions.Add(new MappingQuestion(
                Zone, $"Column '{column.Name}' has times of day, such as '{timed.Day} {timed.Time}': is the day the hotel's own as it is written, or in which time zone is the hotel (a time without an offset is then UTC)?",
                [MappedDate.AsWritten, "Europe/Lisbon"]));
        }

        return new DateGuess(rivals.Count > 0 ? null : Formats[best], (double)hits[best] / values.Count, questions);
    }

    // Another format is as good, even where this sample gives the same days by it (01/01, 02/02), or reads what the best one cannot.
    private static bool Contradicts(DateOnly?[][] dates, int[] hits, int best, int other) =>
        hits[other] == hits[best] || dates[other].Zip(dates[best]).Any(d => d.First is not null && d.Second is null);

    private static string Order(ColumnSample column, DateOnly?[][] dates, int best, int rival)
    {
        var only = Array.FindIndex(Enumerable.Range(0, column.Values.Count).ToArray(), i => dates[best][i] is null && dates[rival][i] is not null);
        if (only >= 0)
        {
            return $"Column '{column.Name}' has dates of two kinds: most are {Formats[best]}, but '{column.Values[only]}' is none; which is right?";
        }

        var both = Math.Max(0, Array.FindIndex(Enumerable.Range(0, column.Values.Count).ToArray(), i => dates[best][i] is { } a && dates[rival][i] is { } b && a != b));
        return string.Create(CultureInfo.InvariantCulture, $"Column '{column.Name}': is '{column.Values[both]}' {dates[best][both]:d MMMM yyyy} ({Formats[best]}) or {dates[rival][both]:d MMMM yyyy} ({Formats[rival]})? No value of the sample tells.");
    }

    private static DateOnly? Read(string text, string format) =>
        DateOnly.TryParseExact(text, format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null;
}
