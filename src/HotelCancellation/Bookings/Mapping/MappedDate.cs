using System.Globalization;

namespace HotelCancellation.Bookings.Mapping;

/// <summary>Reads the dates of another layout: a format of its own, with or without a time of day and an offset behind it.</summary>
internal sealed class MappedDate(string? format, string? zone)
{
    public const string DefaultFormat = "yyyy-MM-dd";
    public const string AsWritten = "asWritten";

    private readonly string _format = format ?? DefaultFormat;
    private readonly TimeZoneInfo? _zone = zone is null or AsWritten ? null : TimeZoneInfo.FindSystemTimeZoneById(zone);

    /// <summary>What is allowed, in words.</summary>
    public string Allowed => $"must be a date of the calendar written {_format}{(zone is null ? "" : $", with or without a time of day ({zone})")}";

    public bool TryRead(ReadOnlySpan<char> text, out DateOnly date)
    {
        var (day, time) = Divide(text);
        if (!DateOnly.TryParseExact(day, _format, CultureInfo.InvariantCulture, DateTimeStyles.None, out date))
        {
            return false;
        }

        if (time.IsEmpty)
        {
            return true;
        }

        if (!TryTime(time, out var clock, out var offset))
        {
            return false;
        }

        if (_zone is null)
        {
            // Midnight without an offset is how databases write a plain day; any other time could mean another day elsewhere.
            return zone is AsWritten || (clock == TimeOnly.MinValue && offset is null);
        }

        var ticks = date.ToDateTime(clock, DateTimeKind.Utc).Ticks - (offset ?? TimeSpan.Zero).Ticks;
        if (ticks < TimeSpan.TicksPerDay || ticks > DateTime.MaxValue.Ticks - TimeSpan.TicksPerDay)
        {
            return false;
        }

        date = DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeFromUtc(new DateTime(ticks, DateTimeKind.Utc), _zone));
        return true;
    }

    /// <summary>The date, and the time of day and offset behind it.</summary>
    public static (string Day, string Time) Parts(string text)
    {
        var (day, time) = Divide(text);
        return (day.ToString(), time.ToString());
    }

    /// <summary>Whether a time of day says more than that there is none.</summary>
    public static bool NeedsZone(string time) => !TryTime(time, out var clock, out var offset) || offset is not null || clock != TimeOnly.MinValue;

    private static Pair Divide(ReadOnlySpan<char> text)
    {
        var colon = text.IndexOf(':');
        var end = colon < 0 ? -1 : text[..colon].LastIndexOfAny('T', ' ');
        return end <= 0 ? new Pair(text, default) : new Pair(text[..end].TrimEnd(), text[(end + 1)..].Trim());
    }

    private static bool TryTime(ReadOnlySpan<char> text, out TimeOnly clock, out TimeSpan? offset)
    {
        offset = null;
        if (text.EndsWith("Z", StringComparison.OrdinalIgnoreCase))
        {
            offset = TimeSpan.Zero;
            text = text[..^1];
        }
        else if (text.LastIndexOfAny('+', '-') is > 0 and var sign)
        {
            if (!TimeSpan.TryParseExact(text[(sign + 1)..], ["hh\\:mm", "hhmm", "hh"], CultureInfo.InvariantCulture, out var parsed))
            {
                clock = default;
                return false;
            }

            offset = text[sign] == '-' ? -parsed : parsed;
            text = text[..sign];
        }

        return TimeOnly.TryParse(text.TrimEnd(), CultureInfo.InvariantCulture, DateTimeStyles.None, out clock);
    }

    private readonly ref struct Pair(ReadOnlySpan<char> day, ReadOnlySpan<char> time)
    {
        private readonly ReadOnlySpan<char> _day = day;
        private readonly ReadOnlySpan<char> _time = time;

        public void Deconstruct(out ReadOnlySpan<char> day, out ReadOnlySpan<char> time)
        {
            day = _day;
            time = _time;
        }
    }
}
