using System.Globalization;
using HotelCancellation.Bookings.Reading;

namespace HotelCancellation.Bookings.Mapping;

/// <summary>What a rule may say of a field of its type.</summary>
internal static class MappingRules
{
    private static readonly DateOnly Probe = new(2024, 11, 23);

    /// <exception cref="MappingException">The rule makes no sense; the message says why.</exception>
    public static void Check(MappingNode node, FieldRule rule, BookingField field)
    {
        OneSource(node, rule);
        var (isDate, isNumber) = (field.Type == FieldType.Date, field.Type is FieldType.Number or FieldType.Whole);
        var isNights = field.Name is "weekendNights" or "weekNights";
        For(node, "year", rule.Parts is not null, isDate, "a date");
        For(node, "daysBeforeArrival", rule.DaysBeforeArrival is not null, field.Name == "bookedOn", "bookedOn");
        For(node, "nights", rule.Nights is not null, isNights, "weekendNights and weekNights");
        For(node, "departure", rule.Departure is not null, isNights, "weekendNights and weekNights");
        For(node, "rowNumber", rule.RowNumber, field.Name == "bookingId", "bookingId");
        For(node, "sameAs", rule.SameAs is not null, isDate, "a date");
        For(node, "format", rule.Format is not null, isDate || rule.Departure is not null, "a date or a departure");
        For(node, "zone", rule.Zone is not null, isDate || rule.Departure is not null, "a date or a departure");
        For(node, "decimal", rule.Decimal is not null, isNumber, "a number");
        For(node, "scale", rule.Scale is not null, field.Name == "adr", "adr");
        For(node, "divideBy", rule.PerStay, field.Name == "adr", "adr");
        if (rule.SameAs is { } other && (other == field.Name || other is not ("bookedOn" or "arrivalDate")))
        {
            throw node.Find("sameAs")!.Value.Not("bookedOn or arrivalDate, and not the field itself");
        }

        if (rule.Scale is <= 0)
        {
            throw node.Find("scale")!.Value.Not("a number above 0");
        }

        if (rule.Confidence is < 0 or > 1)
        {
            throw node.Find("confidence")!.Value.Not("0 to 1");
        }

        Formats(node, rule);
        if (rule.Default is { } value && !Fits(field, value))
        {
            throw node.Find("default")!.Value.Wrong($"\"{value}\" is given; {field.Allowed}");
        }

        foreach (var (text, meant) in rule.Values)
        {
            if (meant != FieldRule.Unanswered && !Fits(field, meant))
            {
                throw node.Wrong($"values.{text}: \"{meant}\" is given; {field.Allowed}");
            }
        }
    }

    private static void OneSource(MappingNode node, FieldRule rule)
    {
        string?[] sources =
        [
            rule.Columns.Count > 0 ? "column" : null, rule.Parts is null ? null : "year, month, day", rule.DaysBeforeArrival is null ? null : "daysBeforeArrival",
            rule.Nights is null ? null : "nights", rule.Departure is null ? null : "departure", rule.SameAs is null ? null : "sameAs", rule.RowNumber ? "rowNumber" : null,
        ];
        if (sources.Where(s => s is not null).ToList() is { Count: > 1 } many)
        {
            throw node.Wrong($"{string.Join(" and ", many)} are given; must be one of them");
        }

        if (node.Find("column") is not null && node.Find("columns") is not null)
        {
            throw node.Wrong("column and columns are given; must be one of them");
        }
    }

    private static void For(MappingNode node, string name, bool given, bool allowed, string what)
    {
        if (given && !allowed)
        {
            throw node.Wrong($"{name} is given; it is for {what} only");
        }
    }

    private static void Formats(MappingNode node, FieldRule rule)
    {
        if (rule.Format is { } format && !IsFormat(format))
        {
            throw node.Find("format")!.Value.Not("a date's format with year, month and day, such as yyyy-MM-dd, dd/MM/yyyy or d MMM yyyy");
        }

        if (rule.Zone is { } zone && zone != MappedDate.AsWritten && !TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _))
        {
            throw node.Find("zone")!.Value.Not($"{MappedDate.AsWritten} or the IANA name of a time zone, such as Europe/Lisbon");
        }
    }

    private static bool IsFormat(string format)
    {
        try
        {
            return DateOnly.TryParseExact(Probe.ToString(format, CultureInfo.InvariantCulture), format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var read) && read == Probe;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private static bool Fits(BookingField field, string value) =>
        field.Type == FieldType.Text ? value.Trim().Length is > 0 and <= 128 && !value.Any(char.IsControl) : BookingDraft.TryParse(field.Type, value, out _);
}
