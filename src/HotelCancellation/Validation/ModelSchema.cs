namespace HotelCancellation.Validation;

/// <summary>The least and the greatest value of a field in a model's training rows.</summary>
/// <param name="Min">The least.</param>
/// <param name="Max">The greatest.</param>
public readonly record struct NumberRange(double Min, double Max);

/// <summary>What a model knows of its inputs: which fields it looks at, and what it has seen of each.</summary>
public sealed record ModelSchema
{
    /// <summary>The model's version.</summary>
    public required string Version { get; init; }

    /// <summary>The values that training has seen, by field.</summary>
    public required IReadOnlyDictionary<string, IReadOnlySet<string>> Categories { get; init; }

    /// <summary>What training has seen of numbers, by field; empty for a model that was made before this was kept.</summary>
    public required IReadOnlyDictionary<string, NumberRange> Ranges { get; init; }

    /// <summary>The ranges of fields in training rows. Names that are no number of a booking, such as of features made of its history, are left out.</summary>
    /// <param name="names">Names of fields, or of numbers made of several.</param>
    /// <param name="bookings">The rows.</param>
    public static IReadOnlyDictionary<string, NumberRange> RangesOf(IEnumerable<string> names, IEnumerable<Bookings.Booking> bookings)
    {
        var values = names.Where(n => BookingValue.All.TryGetValue(n, out var v) && v is { Number: not null, IsDate: false }).Distinct(StringComparer.Ordinal)
            .Select(n => (Name: n, Number: BookingValue.All[n].Number!)).ToArray();
        var ranges = new NumberRange[values.Length];
        Array.Fill(ranges, new NumberRange(double.PositiveInfinity, double.NegativeInfinity));
        var any = false;
        foreach (var booking in bookings)
        {
            any = true;
            var e = new Bookings.BookingEvent(booking, Bookings.BookingStatus.Booked, booking.BookedOn);
            for (var i = 0; i < values.Length; i++)
            {
                var x = values[i].Number(e);
                ranges[i] = new NumberRange(Math.Min(ranges[i].Min, x), Math.Max(ranges[i].Max, x));
            }
        }

        return any ? values.Select((v, i) => (v.Name, Range: ranges[i])).ToDictionary(x => x.Name, x => x.Range, StringComparer.Ordinal) : [];
    }

    /// <summary>The field behind a feature's name, where a booking has it: a feature of a rate or a count is named after its field.</summary>
    public static string? FieldOf(string feature)
    {
        foreach (var name in (string[])[feature, Without(feature, "Rate"), Without(feature, "Count")])
        {
            if (BookingValue.All.ContainsKey(name))
            {
                return name;
            }
        }

        return null;
    }

    private static string Without(string name, string ending) => name.EndsWith(ending, StringComparison.Ordinal) ? name[..^ending.Length] : name;
}

/// <summary>One field of a file beside what a model has seen of it.</summary>
/// <param name="Field">The field.</param>
/// <param name="Known">What the model has seen, in words.</param>
/// <param name="Missing">Rows without a value, of a field that has values in training.</param>
/// <param name="Unseen">Rows with a category that training has not seen, or a number outside its range.</param>
/// <param name="Share">Those among the rows with a value, 0 to 1.</param>
/// <param name="Examples">Some of the unseen categories, or the least and the greatest value.</param>
/// <param name="Status">How it ended.</param>
public sealed record ModelColumn(string Field, string Known, long Missing, long Unseen, double Share, IReadOnlyList<string> Examples, ReportStatus Status);

/// <summary>A file beside a model.</summary>
/// <param name="Version">The model.</param>
/// <param name="HasRanges">Whether the model says what it has seen of numbers.</param>
/// <param name="Columns">The fields that the model looks at, the farthest off first.</param>
public sealed record ModelFit(string Version, bool HasRanges, IReadOnlyList<ModelColumn> Columns);
