using System.Globalization;
using HotelCancellation.Bookings.Reading;

namespace HotelCancellation.Bookings.Mapping;

/// <summary>A proposal in the making: each field looks for its column, and notes what it cannot know.</summary>
internal sealed class MappingDraft(IReadOnlyList<ColumnSample> columns, Synonyms synonyms)
{
    private const double ByContract = 1.0;
    private const double BySynonym = 0.9;
    private const double Derived = 0.8;
    private const double ByDefault = 0.5;
    private const double LikelyCents = 2000;
    private const int MostValues = 60;

    private readonly HashSet<string> _used = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> _first = columns.GroupBy(c => c.Name, StringComparer.OrdinalIgnoreCase).ToDictionary(g => g.Key, g => g.First().Name, StringComparer.OrdinalIgnoreCase);

    public BookingMapping Propose()
    {
        var fields = new Dictionary<string, FieldRule>(StringComparer.Ordinal);
        foreach (var field in BookingField.All)
        {
            if (Rule(field) is { } rule)
            {
                fields.Add(field.Name, rule);
            }
        }

        return new BookingMapping { Fields = fields, UnusedColumns = [.. _first.Values.Where(c => !_used.Contains(c))] };
    }

    private FieldRule? Rule(BookingField field)
    {
        var found = Find(synonyms.Fields[field.Name], field);
        if (found.Count > 1)
        {
            return Choose(field, found);
        }

        if (found.Count == 1)
        {
            Use(found[0].Name);
            var rule = new FieldRule { Columns = [found[0].Name], Confidence = BookingField.IndexByName.ContainsKey(found[0].Name) ? ByContract : BySynonym };
            return Typed(field, rule, found[0]);
        }

        return (field.Type == FieldType.Date ? Parts(field) : null) ?? Made(field) ?? Absent(field);
    }

    private FieldRule Typed(BookingField field, FieldRule rule, ColumnSample column) => field.Type switch
    {
        FieldType.Date => Dated(rule, column),
        FieldType.Number => Priced(rule, column),
        FieldType.Whole => Counted(rule, column),
        _ when synonyms.Translations.ContainsKey(field.Name) => Translated(field, rule, column),
        _ => rule,
    };

    private static FieldRule Dated(FieldRule rule, ColumnSample column)
    {
        var guess = DateGuess.Of(column);
        return rule with { Format = guess.Format == MappedDate.DefaultFormat ? null : guess.Format, Questions = guess.Questions, Confidence = Sure(rule, guess.Share) };
    }

    private static FieldRule Counted(FieldRule rule, ColumnSample column)
    {
        var share = column.Share(v => BookingDraft.TryParse(FieldType.Whole, v, out _));
        return rule with { Confidence = Sure(rule, share), Questions = Doubt(column, share, "a whole number") };
    }

    private static FieldRule Priced(FieldRule rule, ColumnSample column)
    {
        var guess = NumberGuess.Of(column);
        var named = column.Plain.EndsWith("cents", StringComparison.Ordinal);
        var questions = guess.Questions.Concat(Doubt(column, guess.Share, "a number")).ToList();
        if (!named && questions.Count == 0 && LooksLikeCents(column))
        {
            questions.Add(new MappingQuestion("scale", $"Column '{column.Name}' has large whole numbers only, such as '{column.Values[0]}': are they cents (0.01), or whole units of the currency (1)?", ["0.01", "1"]));
        }

        return rule with { Decimal = guess.Decimal, Scale = named ? 0.01 : null, Questions = questions, Confidence = Sure(rule, guess.Share) };
    }

    private static bool LooksLikeCents(ColumnSample column)
    {
        var numbers = column.Values.Select(v => double.TryParse(v, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var n) ? n : double.NaN).Order().ToList();
        return numbers.Count > 0 && !double.IsNaN(numbers[0]) && numbers[numbers.Count / 2] >= LikelyCents;
    }

    private FieldRule Translated(BookingField field, FieldRule rule, ColumnSample column)
    {
        var values = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var value in column.Distinct().Take(MostValues))
        {
            var meant = synonyms.Translate(field.Name, value);
            if (meant is null && field.Name != "meal")
            {
                values[value] = FieldRule.Unanswered;
            }
            else if (meant is not null && !meant.Equals(value, StringComparison.Ordinal))
            {
                values[value] = meant;
            }
        }

        var unknown = values.Where(v => v.Value == FieldRule.Unanswered).Select(v => v.Key).ToList();
        IReadOnlyList<MappingQuestion> questions = unknown.Count == 0 ? [] :
            [new MappingQuestion("values", $"Column '{column.Name}': what {(unknown.Count == 1 ? "does" : "do")} {string.Join(", ", unknown.Select(u => $"'{u}'"))} mean?", [.. synonyms.Translations[field.Name].Keys])];
        return rule with { Values = values, Questions = questions, Confidence = Sure(rule, column.Share(v => !values.TryGetValue(v, out var m) || m != FieldRule.Unanswered)) };
    }

    private FieldRule Choose(BookingField field, IReadOnlyList<ColumnSample> found)
    {
        foreach (var column in found)
        {
            Use(column.Name);
        }

        return new FieldRule
        {
            Confidence = 0,
            Questions = [new MappingQuestion("column", $"Which column is {field.Name}: {string.Join(" or ", found.Select(f => $"'{f.Name}'"))}?", [.. found.Select(f => f.Name)])],
        };
    }

    /// <summary>A date in three columns.</summary>
    private FieldRule? Parts(BookingField field)
    {
        foreach (var name in synonyms.Fields[field.Name])
        {
            var parts = new[] { "year", "month", "day" }.Select(p => columns.FirstOrDefault(c => synonyms.DateParts[p].Any(s => c.Plain == name + s))).OfType<ColumnSample>().ToList();
            if (parts.Count == 3)
            {
                parts.ForEach(p => Use(p.Name));
                return new FieldRule { Parts = (parts[0].Name, parts[1].Name, parts[2].Name), Confidence = BySynonym };
            }
        }

        return null;
    }

    /// <summary>A field that is made of others.</summary>
    private FieldRule? Made(BookingField field)
    {
        switch (field.Name)
        {
            case "bookedOn" when One("leadTime") is { } lead:
                return new FieldRule { DaysBeforeArrival = lead.Name, Confidence = BySynonym };
            case "weekendNights" or "weekNights" when One("nights") is { } nights:
                return new FieldRule { Nights = nights.Name, Confidence = Derived };
            case "weekendNights" or "weekNights" when One("departure") is { } departure:
                return Dated(new FieldRule { Departure = departure.Name, Confidence = Derived }, departure);
            case "adr" when One("totalPrice") is { } total:
                return Priced(new FieldRule { Columns = [total.Name], PerStay = true, Confidence = Derived, Note = "The price of the stay, divided by its nights." }, total);
            case "status" when One("cancelled") is { } cancelled:
                return new FieldRule
                {
                    Columns = [cancelled.Name],
                    Values = new Dictionary<string, string>(cancelled.Distinct().Take(MostValues).Select(v =>
                        KeyValuePair.Create(v, synonyms.Translate("isRepeatedGuest", v) == "true" ? "cancelled" : FieldRule.Unanswered)), StringComparer.OrdinalIgnoreCase),
                    Confidence = BySynonym / 2,
                    Questions = [new MappingQuestion("values", $"Column '{cancelled.Name}' tells cancelled bookings only: have the others all stayed (checkedOut), or are some still to come (booked)?", ["checkedOut", "booked"])],
                };
            default:
                return null;
        }
    }

    private FieldRule? Absent(BookingField field)
    {
        switch (field.Name)
        {
            case "bookingId":
                return new FieldRule { RowNumber = true, Confidence = ByDefault, Note = "No column has it: the row's number stands for it." };
            case "statusDate" when Find(synonyms.Fields["status"]).Count > 0 || One("cancelled") is not null:
                return new FieldRule
                {
                    SameAs = "arrivalDate",
                    Confidence = 0,
                    Questions = [new MappingQuestion("confirmed", "No column tells when the status came about. Is the day of arrival good enough? A cancellation then seems to have been known no earlier. Otherwise name the columns.", [])],
                };
            case var name when synonyms.Defaults.TryGetValue(name, out var value):
                return new FieldRule { Default = value, Confidence = ByDefault, Note = "No column has it: one value for all rows, from which a model learns nothing." };
            default:
                return field.Required
                    ? new FieldRule { Confidence = 0, Questions = [new MappingQuestion("column", $"Which column is {field.Name}? None has a name that is known for it.", [])] }
                    : null;
        }
    }

    /// <summary>The columns that a field goes by. The contract's own name leaves no doubt; nor does a column without any value.</summary>
    private List<ColumnSample> Find(string[] names, BookingField? field = null)
    {
        var found = columns.Where(c => names.Contains(c.Plain, StringComparer.Ordinal)).DistinctBy(c => c.Name, StringComparer.OrdinalIgnoreCase).ToList();
        if (field is not null && found.Count > 1)
        {
            if (found.FirstOrDefault(c => c.Plain == Synonyms.Plain(field.Name)) is { } exact)
            {
                return [exact];
            }

            var filled = found.Where(c => c.Values.Count > 0).ToList();
            return filled.Count > 0 ? filled : found;
        }

        return found;
    }

    private ColumnSample? One(string derived)
    {
        var found = Find(synonyms.Derived[derived]);
        if (found.Count != 1)
        {
            return null;
        }

        Use(found[0].Name);
        return found[0];
    }

    private void Use(string column) => _used.Add(column);

    private static IReadOnlyList<MappingQuestion> Doubt(ColumnSample column, double share, string what) => share >= 0.5 ? [] :
        [new MappingQuestion("confirmed", $"Column '{column.Name}' has the right name, but most values, such as '{column.Values[0]}', are not {what}. Is it the right one?", [])];

    private static double Sure(FieldRule rule, double share) => Math.Round((rule.Confidence ?? 1) * share, 2);
}
