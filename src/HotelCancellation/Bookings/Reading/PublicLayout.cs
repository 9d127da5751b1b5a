using System.Globalization;
using Sylvan.Data.Csv;

namespace HotelCancellation.Bookings.Reading;

/// <summary>
/// The layout of the public "Hotel booking demand" data (Antonio, de Almeida, Nunes, Data in Brief 22, 2019). A row has no id,
/// so its number stands for one; the day of booking is the arrival less the lead time. Columns that are only known later, other than
/// the status and its date, are not read.
/// </summary>
internal sealed class PublicLayout : CsvLayout
{
    // What has no field of its own: the parts of the two dates, and the status with its own names.
    private const int LeadTime = -2;
    private const int Year = -3;
    private const int Month = -4;
    private const int Day = -5;
    private const int Status = -6;

    private static readonly (string Name, int Field, bool Required)[] Columns =
    [
        ("hotel", FieldIndex.PropertyId, true),
        ("lead_time", LeadTime, true),
        ("arrival_date_year", Year, true),
        ("arrival_date_month", Month, true),
        ("arrival_date_day_of_month", Day, true),
        ("stays_in_weekend_nights", FieldIndex.WeekendNights, true),
        ("stays_in_week_nights", FieldIndex.WeekNights, true),
        ("adults", FieldIndex.Adults, true),
        ("children", FieldIndex.Children, true),
        ("babies", FieldIndex.Babies, true),
        ("meal", FieldIndex.Meal, true),
        ("market_segment", FieldIndex.MarketSegment, true),
        ("distribution_channel", FieldIndex.DistributionChannel, true),
        ("reserved_room_type", FieldIndex.ReservedRoomType, true),
        ("deposit_type", FieldIndex.DepositType, true),
        ("agent", FieldIndex.Agent, false),
        ("company", FieldIndex.Company, false),
        ("customer_type", FieldIndex.CustomerType, true),
        ("country", FieldIndex.Country, false),
        ("is_repeated_guest", FieldIndex.IsRepeatedGuest, true),
        ("previous_cancellations", FieldIndex.PreviousCancellations, true),
        ("previous_bookings_not_canceled", FieldIndex.PreviousBookingsNotCanceled, true),
        ("adr", FieldIndex.Adr, true),
        ("total_of_special_requests", FieldIndex.SpecialRequests, true),
        ("reservation_status", Status, false),
        ("reservation_status_date", FieldIndex.StatusDate, false),
    ];

    private static readonly string[] MonthNames = [.. CultureInfo.InvariantCulture.DateTimeFormat.MonthNames.Take(12)];

    private const int LongestPart = 24;

    private readonly int[] _columns;
    private readonly char[] _kept = new char[4 * LongestPart];

    public PublicLayout(string[] header)
    {
        _columns = Locate(header, IndexOf, [.. Columns.Select(c => c.Name)], i => Columns[i].Required, "public layout");
    }

    public override bool IsLife => true;

    /// <summary>These two names are the public layout's alone.</summary>
    public static bool Recognises(string[] header) =>
        header.Contains("lead_time", StringComparer.OrdinalIgnoreCase) || header.Contains("arrival_date_year", StringComparer.OrdinalIgnoreCase);

    public override void Read(CsvDataReader csv, BookingDraft draft, long rowNumber)
    {
        Span<char> id = stackalloc char[20];
        rowNumber.TryFormat(id, out var length, provider: CultureInfo.InvariantCulture);
        draft.Set(FieldIndex.BookingId, id[..length]);
        ReadOnlySpan<char> lead = default, year = default, month = default, day = default;
        for (var i = 0; i < _columns.Length; i++)
        {
            if (_columns[i] < 0)
            {
                continue;
            }

            // A quoted value lives in a scratch buffer that the next one may overwrite, and a date's parts are kept until all are
            // there; none of them needs more room than this in a good row.
            var text = csv.GetFieldSpan(_columns[i]).Trim();
            switch (Columns[i].Field)
            {
                case LeadTime: lead = Keep(text, 0); break;
                case Year: year = Keep(text, 1); break;
                case Month: month = Keep(text, 2); break;
                case Day: day = Keep(text, 3); break;
                case Status: SetStatus(draft, text); break;
                case FieldIndex.Children when IsMissing(text): draft.Set(FieldIndex.Children, "0"); break;
                default: draft.Set(Columns[i].Field, IsMissing(text) ? default : text); break;
            }
        }

        SetDates(draft, lead, year, month, day);
    }

    private ReadOnlySpan<char> Keep(ReadOnlySpan<char> text, int part)
    {
        var room = _kept.AsSpan(part * LongestPart, LongestPart);
        var kept = text[..Math.Min(text.Length, room.Length)];
        kept.CopyTo(room);
        return room[..kept.Length];
    }

    private static int IndexOf(string name) => Array.FindIndex(Columns, c => c.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    private static bool IsMissing(ReadOnlySpan<char> text) => text is "NULL" or "NA" or "";

    private static void SetStatus(BookingDraft draft, ReadOnlySpan<char> text)
    {
        var status = text switch
        {
            "Check-Out" => BookingStatus.CheckedOut,
            "Canceled" => BookingStatus.Cancelled,
            "No-Show" => BookingStatus.NoShow,
            _ => (BookingStatus?)null,
        };
        if (status is { } known)
        {
            draft.SetNumber(FieldIndex.Status, (int)known);
        }
        else if (!IsMissing(text))
        {
            draft.Refuse(FieldIndex.Status, text, "type", "reservation_status must be Check-Out, Canceled or No-Show");
        }
    }

    private static void SetDates(
        BookingDraft draft, ReadOnlySpan<char> lead, ReadOnlySpan<char> year, ReadOnlySpan<char> month, ReadOnlySpan<char> day)
    {
        if (!TryDate(year, month, day, out var arrival))
        {
            draft.Refuse(
                FieldIndex.ArrivalDate, $"{year}-{month}-{day}", "type", "arrival_date_year, _month and _day_of_month must be a date of the calendar");
            draft.Excuse(FieldIndex.BookedOn);
            return;
        }

        draft.SetNumber(FieldIndex.ArrivalDate, arrival.DayNumber);
        if (int.TryParse(lead, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var days)
            && arrival.DayNumber - (long)days is >= 0 and <= 3_652_058 and var bookedOn)
        {
            draft.SetNumber(FieldIndex.BookedOn, bookedOn);
        }
        else
        {
            draft.Refuse(FieldIndex.BookedOn, lead, "type", "lead_time must be a whole number of days that leads to a date of the calendar");
        }
    }

    private static bool TryDate(ReadOnlySpan<char> year, ReadOnlySpan<char> month, ReadOnlySpan<char> day, out DateOnly date)
    {
        date = default;
        var monthNumber = 0;
        for (var i = 0; i < MonthNames.Length && monthNumber == 0; i++)
        {
            monthNumber = month.Equals(MonthNames[i], StringComparison.OrdinalIgnoreCase) ? i + 1 : 0;
        }

        if ((monthNumber == 0 && !int.TryParse(month, NumberStyles.None, CultureInfo.InvariantCulture, out monthNumber))
            || !int.TryParse(year, NumberStyles.None, CultureInfo.InvariantCulture, out var yearNumber)
            || !int.TryParse(day, NumberStyles.None, CultureInfo.InvariantCulture, out var dayNumber)
            || yearNumber is < 1 or > 9999 || monthNumber is < 1 or > 12
            || dayNumber < 1 || dayNumber > DateTime.DaysInMonth(yearNumber, monthNumber))
        {
            return false;
        }

        date = new DateOnly(yearNumber, monthNumber, dayNumber);
        return true;
    }
}
