using HotelCancellation.Bookings;
using HotelCancellation.Bookings.Events;
using HotelCancellation.Bookings.Ingest;
using HotelCancellation.Bookings.Reading;
using HotelCancellation.Validation;

namespace HotelCancellation.Api.Endpoints;

/// <summary>Why a row was quarantined.</summary>
internal sealed record QuarantineReason
{
    /// <summary>The row's number in the input, from 1; absent where one event was sent.</summary>
    public long? Row { get; init; }

    /// <summary>The booking, where it could be read; absent where one event was sent.</summary>
    public string? BookingId { get; init; }

    /// <summary>The field, or empty where the whole row is meant.</summary>
    public required string Field { get; init; }

    /// <summary>What was given.</summary>
    public string? Value { get; init; }

    /// <summary>The rule that was broken.</summary>
    public required string Rule { get; init; }

    /// <summary>What is allowed.</summary>
    public required string Message { get; init; }

    public static QuarantineReason Of(FieldFault fault, long? row = null, BookingId? booking = null) =>
        new() { Row = row, BookingId = booking?.Value, Field = fault.Field, Value = fault.Value, Rule = fault.Rule, Message = fault.Message };
}

/// <summary>The answer to many events. All that it counts is durable.</summary>
internal sealed record IntakeAnswer
{
    /// <summary>New events that count.</summary>
    public required long Accepted { get; init; }

    /// <summary>Events that were there before.</summary>
    public required long Duplicates { get; init; }

    /// <summary>Rows that do not count; see reasons.</summary>
    public required long Quarantined { get; init; }

    /// <summary>Accepted or duplicate rows that are odd in some way.</summary>
    public required long Warned { get; init; }

    /// <summary>Why rows were quarantined, the first ones.</summary>
    public required IReadOnlyList<QuarantineReason> Reasons { get; init; }

    /// <summary>Reasons that are not listed here.</summary>
    public required long ReasonsOmitted { get; init; }

    /// <summary>The blob that has all of them.</summary>
    public string? Quarantine { get; init; }

    /// <summary>Its name under /api/v1/quarantine, to look at the rows and send them again.</summary>
    public string? QuarantineId { get; init; }

    public static IntakeAnswer Of(IntakeReport report) => new()
    {
        Accepted = report.Accepted,
        Duplicates = report.Duplicates,
        Quarantined = report.Quarantined,
        Warned = report.Warned,
        Reasons = [.. report.Reasons.Select(r => QuarantineReason.Of(r.Fault, r.Row, r.BookingId))],
        ReasonsOmitted = report.ReasonsOmitted,
        Quarantine = report.Quarantine,
        QuarantineId = HotelCancellation.Validation.QuarantineId.OfLocation(report.Quarantine)?.ToString(),
    };
}

/// <summary>The answer to one event. What it says is durable.</summary>
internal sealed record BookingEventAnswer
{
    /// <summary>The property.</summary>
    public required string PropertyId { get; init; }

    /// <summary>The booking.</summary>
    public required string BookingId { get; init; }

    /// <summary>accepted, duplicate or quarantined.</summary>
    public required string Result { get; init; }

    /// <summary>Where the booking stands now.</summary>
    public string? Status { get; init; }

    /// <summary>The day since when it stands there.</summary>
    public DateOnly? StatusDate { get; init; }

    /// <summary>How many of the booking's events count.</summary>
    public required int Version { get; init; }

    /// <summary>kept, cancelled or noShow; absent while that is open.</summary>
    public string? Outcome { get; init; }

    /// <summary>The day on which the outcome became known.</summary>
    public DateOnly? OutcomeKnownOn { get; init; }

    /// <summary>Why the event does not count.</summary>
    public required IReadOnlyList<QuarantineReason> Reasons { get; init; }

    /// <summary>What is odd about it.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    public static BookingEventAnswer Of(Booking booking, EventReceipt receipt, IReadOnlyList<FieldFault> warnings, IEnumerable<string> notes) => new()
    {
        PropertyId = booking.PropertyId.Value,
        BookingId = booking.BookingId.Value,
        Result = receipt.Verdict switch { EventVerdict.Accepted => "accepted", EventVerdict.Duplicate => "duplicate", _ => "quarantined" },
        Status = receipt.State?.Status.ToText(),
        StatusDate = receipt.State?.StatusDate,
        Version = receipt.State?.Version ?? 0,
        Outcome = receipt.State?.Outcome?.Kind switch { null => null, OutcomeKind.Kept => "kept", OutcomeKind.Cancelled => "cancelled", _ => "noShow" },
        OutcomeKnownOn = receipt.State?.Outcome?.KnownOn,
        Reasons = receipt.Fault is { } fault ? [QuarantineReason.Of(fault)] : [],
        Warnings = [.. warnings.Select(w => $"{w.Field}: {w.Message}"), .. notes],
    };
}
