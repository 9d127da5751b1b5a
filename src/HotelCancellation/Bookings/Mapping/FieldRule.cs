namespace HotelCancellation.Bookings.Mapping;

/// <summary>Something about a field that only the hotel can say. While it is open nothing is read with the mapping.</summary>
/// <param name="Asks">The property of the field's rule that answers it: <c>column</c>, <c>format</c>, <c>zone</c>, <c>decimal</c>, <c>scale</c>, <c>values</c>, <c>default</c>; or <c>confirmed</c>, where nothing but a yes is asked for.</param>
/// <param name="Text">The question.</param>
/// <param name="Candidates">Possible answers.</param>
public sealed record MappingQuestion(string Asks, string Text, IReadOnlyList<string> Candidates);

/// <summary>Where one field of a booking comes from, and how it is written there.</summary>
public sealed record FieldRule
{
    /// <summary>What stands for a translation that is still asked for.</summary>
    public const string Unanswered = "?";

    /// <summary>The columns that hold it: the first that is not blank counts.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>The columns of a date's year, month (a number or an English name) and day; all three or none.</summary>
    public (string Year, string Month, string Day)? Parts { get; init; }

    /// <summary>For <c>bookedOn</c>: the column of the days from the booking to the arrival.</summary>
    public string? DaysBeforeArrival { get; init; }

    /// <summary>For <c>weekendNights</c> and <c>weekNights</c>: the column of all nights, divided by the calendar from the arrival on.</summary>
    public string? Nights { get; init; }

    /// <summary>For <c>weekendNights</c> and <c>weekNights</c>: the column of the day of departure, in <see cref="Format"/>.</summary>
    public string? Departure { get; init; }

    /// <summary>For a date: another date field of the mapping that it equals.</summary>
    public string? SameAs { get; init; }

    /// <summary>For <c>bookingId</c>: the row's number stands for it.</summary>
    public bool RowNumber { get; init; }

    /// <summary>The value, as the contract writes it, where the row has none.</summary>
    public string? Default { get; init; }

    /// <summary>How a date is written, as .NET writes formats: <c>dd/MM/yyyy</c>. Default: <c>yyyy-MM-dd</c>.</summary>
    public string? Format { get; init; }

    /// <summary>What day a time stamp means: <c>asWritten</c>, or the IANA name of the hotel's time zone.</summary>
    public string? Zone { get; init; }

    /// <summary>The decimal sign of a number, <c>.</c> or <c>,</c>; the other one, blanks and apostrophes part thousands.</summary>
    public char? Decimal { get; init; }

    /// <summary>What a number is multiplied by: 0.01 for cents.</summary>
    public double? Scale { get; init; }

    /// <summary>Whether the number is for all nights together (<c>"divideBy": "nights"</c>).</summary>
    public bool PerStay { get; init; }

    /// <summary>What a value means in the contract's words, whatever its case.</summary>
    public IReadOnlyDictionary<string, string> Values { get; init; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>How sure a proposal is, 0 to 1.</summary>
    public double? Confidence { get; init; }

    /// <summary>Something worth knowing.</summary>
    public string? Note { get; init; }

    /// <summary>What only the hotel can say.</summary>
    public IReadOnlyList<MappingQuestion> Questions { get; init; } = [];

    /// <summary>The hotel's word that the rule is right, its questions answered.</summary>
    public bool Confirmed { get; init; }

    /// <summary>Whether a value can come from somewhere.</summary>
    internal bool HasSource =>
        Columns.Count > 0 || Parts is not null || DaysBeforeArrival is not null || Nights is not null || Departure is not null || SameAs is not null || RowNumber || Default is not null;

    /// <summary>Whether a question has its answer.</summary>
    internal bool Answers(MappingQuestion question) => question.Asks switch
    {
        "column" => HasSource,
        "default" => HasSource,
        "format" => Format is not null,
        "zone" => Zone is not null,
        "decimal" => Decimal is not null,
        "scale" => Scale is not null,
        "values" => !Values.Values.Contains(Unanswered),
        _ => true,
    };
}
