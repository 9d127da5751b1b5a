using System.Globalization;

namespace HotelCancellation.Bookings.Reading;

/// <summary>
/// Collects the fields of one booking, whatever the format, and says what is wrong with each. One draft reads many rows, one
/// after the other; it is not for use by two threads at once.
/// </summary>
internal sealed class BookingDraft
{
    /// <summary>Room for the longest text, each character of it escaped as <c>\uXXXX</c>.</summary>
    public const int RoomLength = LongestText * 6;

    private const int LongestText = 128;
    private const int LongestName = 40;
    private readonly StringPool _pool = new();
    private readonly string?[] _texts = new string?[BookingField.All.Count];
    private readonly double[] _numbers = new double[BookingField.All.Count];
    private uint _seen;
    private uint _set;
    private uint _valued;
    private List<FieldFault>? _faults;
    private readonly string[] _unread = new string[BookingRow.MostUnread];
    private int _unreadCount;
    private IReadOnlyList<string>? _lastUnread;

    /// <summary>Room of <see cref="RoomLength"/> characters for whoever fills the draft.</summary>
    public char[] Room { get; } = new char[RoomLength];

    public void Clear()
    {
        Array.Clear(_texts);
        Array.Clear(_numbers);
        _seen = 0;
        _set = 0;
        _valued = 0;
        _faults = null;
        _unreadCount = 0;
    }

    /// <summary>Notes that a field is in the row, with or without a value; false, with a fault, when it was before.</summary>
    public bool See(int index)
    {
        if ((_seen & (1u << index)) == 0)
        {
            _seen |= 1u << index;
            return true;
        }

        Fault(new FieldFault(BookingField.All[index].Name, null, "duplicate", "is given twice"));
        return false;
    }

    /// <summary>Notes a name that the contract does not have; only the first few are kept.</summary>
    public void Ignore(ReadOnlySpan<char> name)
    {
        if (_unreadCount < _unread.Length)
        {
            _unread[_unreadCount++] = _pool.Get(name[..Math.Min(name.Length, LongestName)]);
        }
    }

    public void Fault(FieldFault fault) => (_faults ??= []).Add(fault);

    /// <summary>Notes what is wrong with a field, which is then not missed.</summary>
    public void Refuse(int index, ReadOnlySpan<char> text, string rule, string message)
    {
        Fault(FieldFault.Of(BookingField.All[index].Name, text, rule, message));
        Excuse(index);
    }

    /// <summary>Does not miss a field, because another fault tells why it is not there.</summary>
    public void Excuse(int index) => _set |= 1u << index;

    /// <summary>Sets a field from its text; blank text is no value.</summary>
    public void Set(int index, ReadOnlySpan<char> text)
    {
        text = text.Trim();
        if (text.IsEmpty)
        {
            return;
        }

        var field = BookingField.All[index];
        if (field.Type == FieldType.Text)
        {
            SetText(index, text);
        }
        else if (TryParse(field.Type, text, out var number))
        {
            SetNumber(index, number);
        }
        else
        {
            Refuse(index, text, "type", field.Allowed);
        }
    }

    /// <summary>Sets a field that is no text: a number, a day number, 0 or 1, a status.</summary>
    public void SetNumber(int index, double value)
    {
        _set |= 1u << index;
        _valued |= 1u << index;
        _numbers[index] = value;
    }

    /// <summary>The booking, or what is wrong with the row.</summary>
    public BookingRow Finish(long rowNumber)
    {
        var missing = BookingField.RequiredMask & ~_set;
        for (var i = 0; missing != 0; i++, missing >>= 1)
        {
            if ((missing & 1) != 0)
            {
                Fault(new FieldFault(BookingField.All[i].Name, null, "required", $"is required and {BookingField.All[i].Allowed}"));
            }
        }

        // Without its day an outcome would seem to have been known since the booking was made.
        if (IsSet(FieldIndex.Status) && !IsSet(FieldIndex.StatusDate) && _numbers[FieldIndex.Status] != (double)BookingStatus.Booked)
        {
            Fault(new FieldFault("statusDate", null, "required", $"is required with a status other than booked, and {BookingField.All[FieldIndex.StatusDate].Allowed}"));
        }

        return _faults is { } faults ? Faulty(rowNumber, faults) : new BookingRow(rowNumber, Build(), []) { Unread = Unread() };
    }

    /// <summary>The row where its reading broke off.</summary>
    public BookingRow Broken(long rowNumber, FieldFault fault) => Faulty(rowNumber, [fault]);

    /// <summary>Reads a value that is no text as the contract writes it.</summary>
    internal static bool TryParse(FieldType type, ReadOnlySpan<char> text, out double number)
    {
        number = 0;
        switch (type)
        {
            case FieldType.Whole:
                if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole))
                {
                    number = whole;
                    return true;
                }

                // A spreadsheet writes 2 as 2.0.
                return double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number)
                    && IsWhole(number);
            case FieldType.Number:
                return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && double.IsFinite(number);
            case FieldType.Date:
                return TryParseDate(text, out number);
            case FieldType.Flag:
                number = text is "1" || text.Equals("true", StringComparison.OrdinalIgnoreCase) ? 1 : 0;
                return number != 0 || text is "0" || text.Equals("false", StringComparison.OrdinalIgnoreCase);
            default:
                var isStatus = BookingStatuses.TryParse(text, out var status);
                number = (int)status;
                return isStatus;
        }
    }

    /// <summary>Reads <c>yyyy-MM-dd</c>; the general parser takes a dozen times as long.</summary>
    private static bool TryParseDate(ReadOnlySpan<char> text, out double dayNumber)
    {
        dayNumber = 0;
        if (text.Length != 10 || text[4] != '-' || text[7] != '-'
            || !TryDigits(text[..4], out var year) || !TryDigits(text[5..7], out var month) || !TryDigits(text[8..], out var day)
            || year == 0 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
        {
            return false;
        }

        dayNumber = new DateOnly(year, month, day).DayNumber;
        return true;
    }

    private static bool TryDigits(ReadOnlySpan<char> text, out int value)
    {
        value = 0;
        foreach (var c in text)
        {
            if (!char.IsAsciiDigit(c))
            {
                return false;
            }

            value = value * 10 + (c - '0');
        }

        return true;
    }

    /// <summary>Whether a number has no fraction and fits an <see cref="int"/>.</summary>
    public static bool IsWhole(double number) => number == Math.Floor(number) && Math.Abs(number) <= int.MaxValue;

    private void SetText(int index, ReadOnlySpan<char> text)
    {
        var bad = text.Length > LongestText;
        var decoded = true;

        // The texts are short: a plain loop is as fast as a search by vectors.
        for (var i = 0; i < text.Length && !bad; i++)
        {
            bad = char.IsControl(text[i]);
            decoded &= text[i] != '\ufffd';
        }

        if (bad)
        {
            Refuse(index, text, "type", BookingField.All[index].Allowed);
        }
        else if (!decoded)
        {
            Refuse(index, text, "encoding", "has bytes that are not UTF-8");
        }
        else
        {
            _set |= 1u << index;
            _valued |= 1u << index;

            // An id seldom comes again: it would only push the few values of the categories out of the pool.
            _texts[index] = index is FieldIndex.BookingId or FieldIndex.GuestRef or FieldIndex.EventId ? text.ToString() : _pool.Get(text);
        }
    }

    private BookingRow Faulty(long rowNumber, IReadOnlyList<FieldFault> faults) => new(rowNumber, null, faults)
    {
        FaultyId = _texts[FieldIndex.BookingId] is { } id ? new BookingId(id) : null,
        FaultyPropertyId = _texts[FieldIndex.PropertyId] is { } property ? new PropertyId(property) : null,
        Fields = FaultyFields.Write(faults, i => (_valued & (1u << i)) != 0, i => _texts[i], i => _numbers[i]),
        Unread = Unread(),
    };

    // Senders keep to one layout: the same names again are the same list again.
    private IReadOnlyList<string>? Unread()
    {
        if (_unreadCount == 0)
        {
            return null;
        }

        return _lastUnread is { } last && last.Count == _unreadCount && _unread.AsSpan(0, _unreadCount).SequenceEqual((string[])last)
            ? last
            : _lastUnread = _unread[.._unreadCount];
    }

    private int Whole(int index) => (int)_numbers[index];

    private DateOnly Date(int index) => DateOnly.FromDayNumber((int)_numbers[index]);

    private bool IsSet(int index) => (_set & (1u << index)) != 0;

    private BookingEvent Build()
    {
        var booking = new Booking
        {
            BookingId = new BookingId(_texts[FieldIndex.BookingId]!),
            PropertyId = new PropertyId(_texts[FieldIndex.PropertyId]!),
            GuestRef = _texts[FieldIndex.GuestRef],
            BookedOn = Date(FieldIndex.BookedOn),
            ArrivalDate = Date(FieldIndex.ArrivalDate),
            WeekendNights = Whole(FieldIndex.WeekendNights),
            WeekNights = Whole(FieldIndex.WeekNights),
            Adults = Whole(FieldIndex.Adults),
            Children = Whole(FieldIndex.Children),
            Babies = Whole(FieldIndex.Babies),
            Meal = _texts[FieldIndex.Meal]!,
            MarketSegment = _texts[FieldIndex.MarketSegment]!,
            DistributionChannel = _texts[FieldIndex.DistributionChannel]!,
            ReservedRoomType = _texts[FieldIndex.ReservedRoomType]!,
            DepositType = _texts[FieldIndex.DepositType]!,
            Agent = _texts[FieldIndex.Agent],
            Company = _texts[FieldIndex.Company],
            CustomerType = _texts[FieldIndex.CustomerType]!,
            Country = _texts[FieldIndex.Country],
            IsRepeatedGuest = _numbers[FieldIndex.IsRepeatedGuest] != 0,
            PreviousCancellations = Whole(FieldIndex.PreviousCancellations),
            PreviousBookingsNotCanceled = Whole(FieldIndex.PreviousBookingsNotCanceled),
            Adr = _numbers[FieldIndex.Adr],
            SpecialRequests = Whole(FieldIndex.SpecialRequests),
        };
        return new BookingEvent(
            booking,
            IsSet(FieldIndex.Status) ? (BookingStatus)Whole(FieldIndex.Status) : BookingStatus.Booked,
            IsSet(FieldIndex.StatusDate) ? Date(FieldIndex.StatusDate) : booking.BookedOn,
            _texts[FieldIndex.EventId]);
    }
}
