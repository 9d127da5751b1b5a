using HotelCancellation.Bookings;
using HotelCancellation.Bookings.Reading;

namespace HotelCancellation.Validation;

/// <summary>Why a row was quarantined.</summary>
/// <param name="Row">The row's number in the input, from 1.</param>
/// <param name="Fault">What is wrong with it.</param>
/// <param name="BookingId">The booking, where it could be read.</param>
public readonly record struct IntakeReason(long Row, FieldFault Fault, BookingId? BookingId);

/// <summary>What became of the rows of an intake up to now. The three counts together are the rows taken.</summary>
public sealed class IntakeReport
{
    private readonly List<IntakeReason> _reasons = [];

    /// <summary>New events that count.</summary>
    public long Accepted { get; internal set; }

    /// <summary>Events that were there before.</summary>
    public long Duplicates { get; internal set; }

    /// <summary>Rows that do not count.</summary>
    public long Quarantined { get; internal set; }

    /// <summary>Rows that are odd in some way and were taken all the same.</summary>
    public long Warned { get; internal set; }

    /// <summary>Why rows were quarantined, one for each fault, as many as are listed.</summary>
    public IReadOnlyList<IntakeReason> Reasons => _reasons;

    /// <summary>Faults that are not listed; the quarantine has them.</summary>
    public long ReasonsOmitted { get; private set; }

    /// <summary>Where the quarantined rows are; null where there are none.</summary>
    public string? Quarantine { get; internal set; }

    internal void Add(BookingRow row, IReadOnlyList<FieldFault> faults, int mostReasons)
    {
        Quarantined++;
        foreach (var fault in faults)
        {
            if (_reasons.Count < mostReasons)
            {
                _reasons.Add(new IntakeReason(row.RowNumber, fault, row.Event?.Booking.BookingId ?? row.FaultyId));
            }
            else
            {
                ReasonsOmitted++;
            }
        }
    }
}
