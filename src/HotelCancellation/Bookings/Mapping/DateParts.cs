using System.Globalization;

namespace HotelCancellation.Bookings.Mapping;

/// <summary>A date whose year, month and day stand in columns of their own.</summary>
internal static class DateParts
{
    private static readonly string[] Names = [.. CultureInfo.InvariantCulture.DateTimeFormat.MonthNames.Take(12)];

    public static bool TryRead(ReadOnlySpan<char> year, ReadOnlySpan<char> month, ReadOnlySpan<char> day, out DateOnly date)
    {
        date = default;
        if (!int.TryParse(year, NumberStyles.None, CultureInfo.InvariantCulture, out var y) || y is < 1 or > 9999
            || !TryMonth(month, out var m)
            || !int.TryParse(day, NumberStyles.None, CultureInfo.InvariantCulture, out var d) || d < 1 || d > DateTime.DaysInMonth(y, m))
        {
            return false;
        }

        date = new DateOnly(y, m, d);
        return true;
    }

    /// <summary>A month by its number, its English name, or the name's first three letters.</summary>
    private static bool TryMonth(ReadOnlySpan<char> text, out int month)
    {
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out month))
        {
            return month is >= 1 and <= 12;
        }

        for (month = 1; month <= 12; month++)
        {
            var name = Names[month - 1].AsSpan();
            if (text.Equals(name, StringComparison.OrdinalIgnoreCase) || text.Equals(name[..3], StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
