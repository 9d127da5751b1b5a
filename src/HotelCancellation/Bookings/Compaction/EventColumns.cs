using HotelCancellation.Bookings.Events;
using HotelCancellation.Bookings.Reading;
using Parquet;
using Parquet.Schema;

namespace HotelCancellation.Bookings.Compaction;

/// <summary>
/// The columns of a Parquet file of events: one for each field of the contract, by its name and type, then <c>eventKey</c>, <c>content</c> and
/// <c>receivedAt</c>. Made from the contract's own list of fields, so that the two cannot drift apart. <c>adr</c> is a double, as everywhere: a
/// decimal would change the content, and with it the key.
/// </summary>
internal static class EventColumns
{
    private const string EventKeyName = "eventKey";
    private const string ContentName = "content";
    private const string ReceivedAtName = "receivedAt";

    private static readonly DataField[] Fields =
    [
        .. BookingField.All.Select(FieldOf),
        new DataField(EventKeyName, typeof(string), isNullable: false),
        new DataField(ContentName, typeof(string), isNullable: false),
        new DateTimeDataField(ReceivedAtName, DateTimeFormat.DateAndTimeMicros, isAdjustedToUTC: true, isNullable: false),
    ];

    public static ParquetSchema Schema { get; } = new(Fields);

    /// <summary>Writes events as one row group.</summary>
    public static async Task WriteAsync(ParquetWriter writer, IReadOnlyList<StoredEvent> events, CancellationToken cancellationToken)
    {
        using var group = writer.CreateRowGroup();
        for (var f = 0; f < BookingField.All.Count; f++)
        {
            var index = f;
            await (BookingField.All[f].Type switch
            {
                FieldType.Text or FieldType.Status => TextAsync(index, e => TextOf(e.Keyed.Event, index)),
                FieldType.Whole => ValueAsync(index, e => WholeOf(e.Booking, index)),
                FieldType.Number => ValueAsync(index, e => e.Booking.Adr),
                FieldType.Date => ValueAsync(index, e => DateOf(e.Keyed.Event, index)),
                _ => ValueAsync(index, e => e.Booking.IsRepeatedGuest),
            });
        }

        await TextAsync(Fields.Length - 3, e => e.Keyed.Key.Value);
        await TextAsync(Fields.Length - 2, e => e.Keyed.Content);
        await ValueAsync(Fields.Length - 1, e => e.ReceivedAt);
        group.CompleteValidate();

        Task TextAsync(int field, Func<StoredEvent, string?> value) => group.WriteAsync(Fields[field], [.. events.Select(value)]);

        Task ValueAsync<T>(int field, Func<StoredEvent, T> value)
            where T : struct => group.WriteAsync<T>(Fields[field], events.Select(value).ToArray(), cancellationToken: cancellationToken);
    }

    /// <summary>Reads a row group.</summary>
    /// <exception cref="InvalidDataException">A column has what the contract does not know.</exception>
    public static async Task<StoredEvent[]> ReadAsync(ParquetReader reader, int rowGroup, CancellationToken cancellationToken)
    {
        using var group = reader.OpenRowGroupReader(rowGroup);
        var rows = checked((int)group.RowCount);
        var pool = new StringPool();
        var texts = new string?[BookingField.All.Count][];
        var wholes = new int[BookingField.All.Count][];
        var dates = new DateOnly[BookingField.All.Count][];
        double[] numbers = [];
        bool[] flags = [];
        for (var f = 0; f < BookingField.All.Count; f++)
        {
            switch (BookingField.All[f].Type)
            {
                case FieldType.Text or FieldType.Status: texts[f] = await TextAsync(f); break;
                case FieldType.Whole: wholes[f] = await ValueAsync<int>(f); break;
                case FieldType.Number: numbers = await ValueAsync<double>(f); break;
                case FieldType.Date: dates[f] = await ValueAsync<DateOnly>(f); break;
                default: flags = await ValueAsync<bool>(f); break;
            }
        }

        var keys = await TextAsync(Fields.Length - 3);
        var contents = await TextAsync(Fields.Length - 2);
        var received = await ValueAsync<DateTime>(Fields.Length - 1);
        var events = new StoredEvent[rows];
        for (var i = 0; i < rows; i++)
        {
            if (!BookingStatuses.TryParse(texts[FieldIndex.Status][i], out var status))
            {
                throw new InvalidDataException($"A columnar file has the status '{texts[FieldIndex.Status][i]}'.");
            }

            var booking = new BookingEvent(BookingAt(i), status, dates[FieldIndex.StatusDate][i], texts[FieldIndex.EventId][i]);
            events[i] = new StoredEvent(new KeyedEvent(booking, new EventKey(keys[i]!), contents[i]!), DateTime.SpecifyKind(received[i], DateTimeKind.Utc));
        }

        return events;

        async Task<string?[]> TextAsync(int field)
        {
            var values = new string?[rows];
            await group.ReadAsync(Fields[field], values!.AsMemory()!, cancellationToken: cancellationToken);
            if (field is not (FieldIndex.BookingId or FieldIndex.GuestRef or FieldIndex.EventId) && field < BookingField.All.Count)
            {
                for (var i = 0; i < rows; i++)
                {
                    values[i] = values[i] is { } text ? pool.Get(text) : null;
                }
            }

            return values;
        }

        async Task<T[]> ValueAsync<T>(int field)
            where T : struct
        {
            var values = new T[rows];
            await group.ReadAsync<T>(Fields[field], values.AsMemory(), cancellationToken: cancellationToken);
            return values;
        }

        Booking BookingAt(int i) => new()
        {
            BookingId = new BookingId(texts[FieldIndex.BookingId][i]!),
            PropertyId = new PropertyId(texts[FieldIndex.PropertyId][i]!),
            GuestRef = texts[FieldIndex.GuestRef][i],
            BookedOn = dates[FieldIndex.BookedOn][i],
            ArrivalDate = dates[FieldIndex.ArrivalDate][i],
            WeekendNights = wholes[FieldIndex.WeekendNights][i],
            WeekNights = wholes[FieldIndex.WeekNights][i],
            Adults = wholes[FieldIndex.Adults][i],
            Children = wholes[FieldIndex.Children][i],
            Babies = wholes[FieldIndex.Babies][i],
            Meal = texts[FieldIndex.Meal][i]!,
            MarketSegment = texts[FieldIndex.MarketSegment][i]!,
            DistributionChannel = texts[FieldIndex.DistributionChannel][i]!,
            ReservedRoomType = texts[FieldIndex.ReservedRoomType][i]!,
            DepositType = texts[FieldIndex.DepositType][i]!,
            Agent = texts[FieldIndex.Agent][i],
            Company = texts[FieldIndex.Company][i],
            CustomerType = texts[FieldIndex.CustomerType][i]!,
            Country = texts[FieldIndex.Country][i],
            IsRepeatedGuest = flags[i],
            PreviousCancellations = wholes[FieldIndex.PreviousCancellations][i],
            PreviousBookingsNotCanceled = wholes[FieldIndex.PreviousBookingsNotCanceled][i],
            Adr = numbers[i],
            SpecialRequests = wholes[FieldIndex.SpecialRequests][i],
        };
    }

    private static DataField FieldOf(BookingField field) => field.Type switch
    {
        // A status and its day are always there: an event that has none gets them when it is read.
        FieldType.Text => new DataField(field.Name, typeof(string), isNullable: !field.Required),
        FieldType.Status => new DataField(field.Name, typeof(string), isNullable: false),
        FieldType.Whole => new DataField(field.Name, typeof(int), isNullable: false),
        FieldType.Number => new DataField(field.Name, typeof(double), isNullable: false),
        FieldType.Date => new DataField(field.Name, typeof(DateOnly), isNullable: false),
        _ => new DataField(field.Name, typeof(bool), isNullable: false),
    };

    private static string? TextOf(BookingEvent booking, int field)
    {
        var b = booking.Booking;
        return field switch
        {
            FieldIndex.BookingId => b.BookingId.Value,
            FieldIndex.PropertyId => b.PropertyId.Value,
            FieldIndex.GuestRef => b.GuestRef,
            FieldIndex.Meal => b.Meal,
            FieldIndex.MarketSegment => b.MarketSegment,
            FieldIndex.DistributionChannel => b.DistributionChannel,
            FieldIndex.ReservedRoomType => b.ReservedRoomType,
            FieldIndex.DepositType => b.DepositType,
            FieldIndex.Agent => b.Agent,
            FieldIndex.Company => b.Company,
            FieldIndex.CustomerType => b.CustomerType,
            FieldIndex.Country => b.Country,
            FieldIndex.Status => booking.Status.ToText(),
            FieldIndex.EventId => booking.EventId,
            _ => throw new ArgumentOutOfRangeException(nameof(field), field, "No text."),
        };
    }

    private static int WholeOf(Booking b, int field) => field switch
    {
        FieldIndex.WeekendNights => b.WeekendNights,
        FieldIndex.WeekNights => b.WeekNights,
        FieldIndex.Adults => b.Adults,
        FieldIndex.Children => b.Children,
        FieldIndex.Babies => b.Babies,
        FieldIndex.PreviousCancellations => b.PreviousCancellations,
        FieldIndex.PreviousBookingsNotCanceled => b.PreviousBookingsNotCanceled,
        FieldIndex.SpecialRequests => b.SpecialRequests,
        _ => throw new ArgumentOutOfRangeException(nameof(field), field, "No whole number."),
    };

    private static DateOnly DateOf(BookingEvent booking, int field) => field switch
    {
        FieldIndex.BookedOn => booking.Booking.BookedOn,
        FieldIndex.ArrivalDate => booking.Booking.ArrivalDate,
        FieldIndex.StatusDate => booking.StatusDate,
        _ => throw new ArgumentOutOfRangeException(nameof(field), field, "No date."),
    };
}
