using System.Globalization;

namespace HotelCancellation.Bookings.Reading;

/// <summary>
/// Collects the fields of one booking from text, whatever the format, and says what is wrong with each. One draft reads
/// many rows, one after the other; it is not for use by two threads at once.
/// </summary>
internal sealed class BookingDraft
{
    private const int LongestText = 128;
    private readonly StringPool _pool = new();
    private readonly string?[] _texts = new string?[BookingField.All.Count];
    private readonly double[] _numbers = new double[BookingField.All.Count];
    private uint _seen;
    private List<FieldFault>? _faults;

    public void Clear()
    {
        Array.Clear(_texts);
        Array.Clear(_numbers);
        _seen = 0;
        _faults = null;
    }

    public bool IsSet(int field) => (_seen & (1u << field)) != 0;

    public void Fault(FieldFault fault) => (_faults ??= []).Add(fault);

    /// <summary>Sets a field from its text; empty text is no value.</summary>
    public void Set(int index, ReadOnlySpan<char> text)
    {
        var field = BookingField.All[index];
        if (IsSet(index))
        {
            Fault(FieldFault.Of(field.Name, text, "duplicate", "is given twice"));
            return;
        }

        text = text.Trim();
        if (text.IsEmpty)
        {
            return;
        }

        _seen |= 1u << index;
        if (!TrySet(index, field.Type, text))
        {
            Fault(FieldFault.Of(field.Name, text, "type", field.Allowed));
        }
    }

    public void SetNumber(int index, double value)
    {
        _seen |= 1u << index;
        _numbers[index] = value;
    }

    /// <summary>The booking, or what is wrong with the row.</summary>
    public BookingRow Finish(long rowNumber)
    {
        for (var i = 0; i < BookingField.All.Count; i++)
        {
            if (BookingField.All[i].Required && !IsSet(i))
            {
                Fault(new FieldFault(BookingField.All[i].Name, null, "required", $"is required and {BookingField.All[i].Allowed}"));
            }
        }

        return _faults is { Count: > 0 } faults ? new BookingRow(rowNumber, null, faults) : new BookingRow(rowNumber, Build(), []);
    }

    private bool TrySet(int index, FieldType type, ReadOnlySpan<char> text)
    {
        switch (type)
        {
            case FieldType.Text:
                if (text.Length > LongestText || text.ContainsAnyInRange('\0', '\u001f') || text.Contains('\ufffd'))
                {
                    return false;
                }

                _texts[index] = _pool.Get(text);
                return true;
            case FieldType.Whole:
                if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole))
                {
                    _numbers[index] = whole;
                    return true;
                }

                // A spreadsheet writes 2 as 2.0.
                return double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var whole2)
                    && whole2 == Math.Floor(whole2) && Math.Abs(whole2) <= int.MaxValue && Assign(index, whole2);
            case FieldType.Number:
                return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                    && double.IsFinite(number) && Assign(index, number);
            case FieldType.Date:
                return DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
                    && Assign(index, date.DayNumber);
            case FieldType.Flag:
                return text is "1" || text.Equals("true", StringComparison.OrdinalIgnoreCase) ? Assign(index, 1)
                    : (text is "0" || text.Equals("false", StringComparison.OrdinalIgnoreCase)) && Assign(index, 0);
            default:
                return BookingStatuses.TryParse(text, out var status) && Assign(index, (int)status);
        }
    }

    private bool Assign(int index, double value)
    {
        _numbers[index] = value;
        return true;
    }

    private int Whole(int index) => (int)_numbers[index];

    private DateOnly Date(int index) => DateOnly.FromDayNumber((int)_numbers[index]);

    private BookingEvent Build()
    {
        var booking = new Booking
        {
            BookingId = new BookingId(_texts[0]!),
            PropertyId = new PropertyId(_texts[1]!),
            GuestRef = _texts[2],
            BookedOn = Date(3),
            ArrivalDate = Date(4),
            WeekendNights = Whole(5),
            WeekNights = Whole(6),
            Adults = Whole(7),
            Children = Whole(8),
            Babies = Whole(9),
            Meal = _texts[10]!,
            MarketSegment = _texts[11]!,
            DistributionChannel = _texts[12]!,
            ReservedRoomType = _texts[13]!,
            DepositType = _texts[14]!,
            Agent = _texts[15],
            Company = _texts[16],
            CustomerType = _texts[17]!,
            Country = _texts[18],
            IsRepeatedGuest = _numbers[19] != 0,
            PreviousCancellations = Whole(20),
            PreviousBookingsNotCanceled = Whole(21),
            Adr = _numbers[22],
            SpecialRequests = Whole(23),
        };
        return new BookingEvent(
            booking,
            IsSet(24) ? (BookingStatus)Whole(24) : BookingStatus.Booked,
            IsSet(25) ? Date(25) : booking.BookedOn,
            _texts[26]);
    }
}
