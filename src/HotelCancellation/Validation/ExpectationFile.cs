using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using HotelCancellation.Bookings;
using HotelCancellation.Bookings.Reading;

namespace HotelCancellation.Validation;

/// <summary>The expectations as they are written.</summary>
internal sealed record ExpectationFile
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        TypeInfoResolver = ExpectationJson.Default,
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        RespectNullableAnnotations = true,
        Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    public string? About { get; init; }

    public required IReadOnlyDictionary<string, FieldEntry> Fields { get; init; }

    public required IReadOnlyList<Entry> Expectations { get; init; }

    /// <exception cref="InvalidDataException">The file is no expectations file; the message says in one line why.</exception>
    public static ExpectationFile Read(Stream stream)
    {
        try
        {
            return JsonSerializer.Deserialize<ExpectationFile>(stream, Options) ?? throw new InvalidDataException("The expectations are null.");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"The expectations cannot be read: {e.Message.ReplaceLineEndings(" ")}", e);
        }
    }

    /// <summary>The type and presence of a field; the readers see to them.</summary>
    public sealed record FieldEntry
    {
        public required FieldType Type { get; init; }

        public required bool Required { get; init; }
    }

    /// <summary>One expectation as it is written.</summary>
    public sealed record Entry
    {
        public required string Name { get; init; }

        public required string Field { get; init; }

        public string? Value { get; init; }

        public required string Check { get; init; }

        public string? Other { get; init; }

        public JsonElement? Min { get; init; }

        public JsonElement? Max { get; init; }

        public IReadOnlyList<string>? Values { get; init; }

        public IReadOnlyList<BookingStatus>? When { get; init; }

        public required Severity Severity { get; init; }

        public Severity? InHistory { get; init; }

        public required string Message { get; init; }

        /// <exception cref="InvalidDataException">It makes no sense; the message says why.</exception>
        public Expectation Compile()
        {
            if (!BookingField.All.Any(f => f.Name.Equals(Field, StringComparison.Ordinal)))
            {
                throw Wrong($"'{Field}' is no field of a booking");
            }

            var value = Find(Value ?? Field);
            return new Expectation(Holds(value), value, Value ?? Field)
            {
                Name = Name,
                Field = Field,
                Message = Message,
                InRequest = Severity,
                InHistory = InHistory ?? Severity,
                When = When?.ToFrozenSet(),
            };
        }

        private Func<BookingEvent, bool> Holds(BookingValue value)
        {
            switch (Check)
            {
                case "range":
                    var number = Number(value);
                    if (Min is null && Max is null)
                    {
                        throw Wrong("a range needs min, max or both");
                    }

                    var (min, max) = (Bound(Min, value.IsDate) ?? double.NegativeInfinity, Bound(Max, value.IsDate) ?? double.PositiveInfinity);
                    return min <= max
                        ? e => number(e) is var x && x >= min && x <= max
                        : throw Wrong("min is above max");
                case "set":
                    if (Values is not { Count: > 0 } values)
                    {
                        throw Wrong("a set needs values");
                    }

                    var (set, text) = (values.ToFrozenSet(StringComparer.Ordinal), value.Text);
                    return e => text(e) is not { } given || set.Contains(given);
                case "notBefore" or "notAfter":
                    var (here, there) = (Number(value), Number(Find(Other ?? throw Wrong($"{Check} needs other"))));
                    return Check is "notBefore" ? e => here(e) >= there(e) : e => here(e) <= there(e);
                default:
                    throw Wrong($"'{Check}' is no check; there are range, set, notBefore, notAfter");
            }
        }

        private BookingValue Find(string name) => BookingValue.All.GetValueOrDefault(name)
            ?? throw Wrong($"'{name}' is neither a field of a booking nor nights, guests or leadTimeDays");

        private Func<BookingEvent, double> Number(BookingValue value) => value.Number ?? throw Wrong($"{Check} is for numbers and dates, not for text");

        private double? Bound(JsonElement? bound, bool isDate) => (bound, isDate) switch
        {
            (null, _) => null,
            ({ ValueKind: JsonValueKind.Number } number, false) => number.GetDouble(),
            ({ ValueKind: JsonValueKind.String } text, true) when DateOnly.TryParseExact(
                text.GetString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) => date.DayNumber,
            _ => throw Wrong($"min and max must be {(isDate ? "dates written yyyy-MM-dd" : "numbers")}"),
        };

        private InvalidDataException Wrong(string why) => new($"The expectation '{Name}' makes no sense: {why}.");
    }
}

[System.Text.Json.Serialization.JsonSerializable(typeof(ExpectationFile))]
internal sealed partial class ExpectationJson : System.Text.Json.Serialization.JsonSerializerContext;
