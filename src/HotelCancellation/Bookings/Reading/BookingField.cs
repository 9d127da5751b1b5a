using System.Collections.Frozen;

namespace HotelCancellation.Bookings.Reading;

/// <summary>The type of a field of the booking contract.</summary>
public enum FieldType
{
    /// <summary>Text without control characters.</summary>
    Text,

    /// <summary>A whole number.</summary>
    Whole,

    /// <summary>A finite decimal number with a point.</summary>
    Number,

    /// <summary>A calendar date, <c>yyyy-MM-dd</c>.</summary>
    Date,

    /// <summary><c>true</c> or <c>false</c> (<c>1</c> or <c>0</c> in CSV).</summary>
    Flag,

    /// <summary>A status, see <see cref="BookingStatus"/>.</summary>
    Status,
}

/// <summary>One field of the booking contract.</summary>
/// <param name="Name">Its name over HTTP and in canonical files.</param>
/// <param name="Type">Its type.</param>
/// <param name="Required">Whether a booking without it is refused.</param>
public sealed record BookingField(string Name, FieldType Type, bool Required)
{
    /// <summary>All fields, in the contract's order. The index of a field here is its index in <see cref="BookingDraft"/>.</summary>
    public static IReadOnlyList<BookingField> All { get; } =
    [
        new("bookingId", FieldType.Text, true),
        new("propertyId", FieldType.Text, true),
        new("guestRef", FieldType.Text, false),
        new("bookedOn", FieldType.Date, true),
        new("arrivalDate", FieldType.Date, true),
        new("weekendNights", FieldType.Whole, true),
        new("weekNights", FieldType.Whole, true),
        new("adults", FieldType.Whole, true),
        new("children", FieldType.Whole, true),
        new("babies", FieldType.Whole, true),
        new("meal", FieldType.Text, true),
        new("marketSegment", FieldType.Text, true),
        new("distributionChannel", FieldType.Text, true),
        new("reservedRoomType", FieldType.Text, true),
        new("depositType", FieldType.Text, true),
        new("agent", FieldType.Text, false),
        new("company", FieldType.Text, false),
        new("customerType", FieldType.Text, true),
        new("country", FieldType.Text, false),
        new("isRepeatedGuest", FieldType.Flag, true),
        new("previousCancellations", FieldType.Whole, true),
        new("previousBookingsNotCanceled", FieldType.Whole, true),
        new("adr", FieldType.Number, true),
        new("specialRequests", FieldType.Whole, true),
        new("status", FieldType.Status, false),
        new("statusDate", FieldType.Date, false),
        new("eventId", FieldType.Text, false),
    ];

    /// <summary>The index of each field by its name, whatever its case and with or without underscores between words.</summary>
    internal static FrozenDictionary<string, int> IndexByName { get; } =
        All.SelectMany((field, index) => new[] { field.Name, Snake(field.Name) }.Distinct(StringComparer.OrdinalIgnoreCase).Select(name => (name, index)))
            .ToFrozenDictionary(x => x.name, x => x.index, StringComparer.OrdinalIgnoreCase);

    /// <summary>The same by characters, so that a name in an input need not become a string.</summary>
    internal static FrozenDictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> IndexByChars { get; } =
        IndexByName.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>A bit for each required field.</summary>
    internal static uint RequiredMask { get; } = All.Select((field, index) => field.Required ? 1u << index : 0).Aggregate((a, b) => a | b);

    /// <summary>What <see cref="Type"/> allows, in words.</summary>
    public string Allowed => Type switch
    {
        FieldType.Text => "must be text of 1 to 128 characters without control characters",
        FieldType.Whole => "must be a whole number",
        FieldType.Number => "must be a finite number with a decimal point",
        FieldType.Date => "must be a date of the calendar written yyyy-MM-dd",
        FieldType.Flag => "must be true or false",
        _ => $"must be one of {string.Join(", ", BookingStatuses.All)}",
    };

    private static string Snake(string name) => string.Concat(name.Select(c => char.IsUpper(c) ? $"_{char.ToLowerInvariant(c)}" : c.ToString()));
}
