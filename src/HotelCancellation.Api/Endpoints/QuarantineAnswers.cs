using HotelCancellation.Validation;

namespace HotelCancellation.Api.Endpoints;

/// <summary>The quarantines of some days, the latest first.</summary>
internal sealed record QuarantineListAnswer
{
    /// <summary>The first day.</summary>
    public required DateOnly From { get; init; }

    /// <summary>The last day.</summary>
    public required DateOnly To { get; init; }

    /// <summary>The quarantines.</summary>
    public required IReadOnlyList<QuarantineItem> Quarantines { get; init; }

    /// <summary>Whether there are more than asked for.</summary>
    public required bool More { get; init; }
}

/// <summary>A quarantine in the list.</summary>
internal sealed record QuarantineItem
{
    /// <summary>Names it.</summary>
    public required string Id { get; init; }

    /// <summary>When it was completed, UTC.</summary>
    public required DateTimeOffset Written { get; init; }

    /// <summary>Its rows; absent where the key sees only some of them.</summary>
    public long? Rows { get; init; }

    /// <summary>The properties of its rows that the caller has access to; absent where that is not known.</summary>
    public IReadOnlyList<string>? Properties { get; init; }

    /// <summary>Whether it was sent again.</summary>
    public required bool Replayed { get; init; }
}

/// <summary>A quarantine.</summary>
internal sealed record QuarantineAnswer
{
    /// <summary>Names it.</summary>
    public required string Id { get; init; }

    /// <summary>When it was completed, UTC.</summary>
    public required DateTimeOffset Written { get; init; }

    /// <summary>Its rows from offset on, as many as were asked for.</summary>
    public required IReadOnlyList<QuarantineRowAnswer> Rows { get; init; }

    /// <summary>The offset of the next rows; absent where there are none.</summary>
    public int? Next { get; init; }

    /// <summary>How it was sent again, the first time first.</summary>
    public required IReadOnlyList<ReplayRecord> Replays { get; init; }
}

/// <summary>A quarantined row.</summary>
internal sealed record QuarantineRowAnswer
{
    /// <summary>Its number in the input.</summary>
    public required long Row { get; init; }

    /// <summary>What could be read of it, without the guest; to be mended and sent again.</summary>
    public RawBooking? Booking { get; init; }

    /// <summary>What is wrong with it.</summary>
    public required IReadOnlyList<QuarantineReason> Reasons { get; init; }

    public static QuarantineRowAnswer Of(QuarantinedRow row)
    {
        var shown = row.WithoutGuest();
        return new QuarantineRowAnswer
        {
            Row = shown.Row,
            Booking = shown.Booking is { } json ? new RawBooking(json) : null,
            Reasons = [.. shown.Faults.Select(f => QuarantineReason.Of(f))],
        };
    }
}
