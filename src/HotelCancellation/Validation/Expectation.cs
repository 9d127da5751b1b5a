using System.Collections.Frozen;
using HotelCancellation.Bookings;
using HotelCancellation.Bookings.Reading;

namespace HotelCancellation.Validation;

/// <summary>What happens to a booking that is not as expected.</summary>
public enum Severity
{
    /// <summary>Nothing.</summary>
    Ignore,

    /// <summary>It is accepted with a warning.</summary>
    Warn,

    /// <summary>It is rejected.</summary>
    Reject,
}

/// <summary>One thing expected of every booking, ready to be checked.</summary>
public sealed class Expectation
{
    private readonly Func<BookingEvent, bool> _holds;
    private readonly BookingValue _value;

    internal Expectation(Func<BookingEvent, bool> holds, BookingValue value, string valueName)
    {
        _holds = holds;
        _value = value;
        ValueName = valueName;
    }

    /// <summary>Its name; the rule of a fault.</summary>
    public required string Name { get; init; }

    /// <summary>The field of the contract that a fault is put to.</summary>
    public required string Field { get; init; }

    /// <summary>What a booking is told that is not as expected.</summary>
    public required string Message { get; init; }

    /// <summary>What happens to a request.</summary>
    public required Severity InRequest { get; init; }

    /// <summary>What happens to a booking that is in the books already.</summary>
    public required Severity InHistory { get; init; }

    /// <summary>The value that is looked at: the field, or a number made of several.</summary>
    internal string ValueName { get; }

    /// <summary>The statuses that it is meant for; null for any.</summary>
    internal FrozenSet<BookingStatus>? When { get; init; }

    /// <summary>Whether a booking is as expected.</summary>
    public bool Holds(BookingEvent booking) => (When is { } when && !when.Contains(booking.Status)) || _holds(booking);

    /// <summary>What to say of a booking that is not.</summary>
    internal FieldFault Fault(BookingEvent booking) => FieldFault.Of(Field, _value.Text(booking), Name, Message);
}
