using System.Collections.Concurrent;
using System.Globalization;
using System.IO.Compression;
using Parquet;
using Parquet.Schema;

namespace HotelCancellation.Predictions;

/// <summary>
/// Parquet files of records: a column for each field, and one for each number that the model saw (<c>f000</c>, ...; <c>features</c> says how many of them count),
/// so that one feature can be read alone. Writing holds one row group.
/// </summary>
internal static class RecordColumns
{
    /// <summary>Rows of a row group, some 4 MB in memory. A reader has one of each day.</summary>
    public const int RowsPerGroup = 4_000;

    public static readonly ParquetOptions Options = new()
    {
        CompressionMethod = CompressionMethod.Snappy,
        CompressionLevel = CompressionLevel.Fastest,
        UseDateOnlyTypeForDates = true,
        MaximumSmallPoolFreeBytes = 1 << 20,
        MaximumLargePoolFreeBytes = 1 << 20,
    };

    /// <summary>The texts that every reader needs; all after them are a booking's categories.</summary>
    public const int AnswerTexts = 5;

    /// <summary>Text columns: those of an answer, then categories.</summary>
    public static readonly (DataField Field, Func<PredictionRecord, string?> Value)[] Texts =
    [
        (Of<string>("predictionId"), r => r.Id.Value),
        (Of<string>("propertyId"), r => r.Booking.PropertyId.Value),
        (Of<string>("bookingId"), r => r.Booking.BookingId.Value),
        (Of<string>("modelVersion"), r => r.ModelVersion.Value),
        (Of<string>("route"), r => r.Route.ToText()),
        (Of<string>("meal"), r => r.Booking.Meal),
        (Of<string>("marketSegment"), r => r.Booking.MarketSegment),
        (Of<string>("distributionChannel"), r => r.Booking.DistributionChannel),
        (Of<string>("reservedRoomType"), r => r.Booking.ReservedRoomType),
        (Of<string>("depositType"), r => r.Booking.DepositType),
        (Of<string>("customerType"), r => r.Booking.CustomerType),
        (new DataField("agent", typeof(string), isNullable: true), r => r.Booking.Agent),
        (new DataField("company", typeof(string), isNullable: true), r => r.Booking.Company),
    ];

    public static readonly (DataField Field, Func<PredictionRecord, int> Value)[] Wholes =
    [
        (Of<int>("weekendNights"), r => r.Booking.WeekendNights),
        (Of<int>("weekNights"), r => r.Booking.WeekNights),
        (Of<int>("adults"), r => r.Booking.Adults),
        (Of<int>("children"), r => r.Booking.Children),
        (Of<int>("babies"), r => r.Booking.Babies),
        (Of<int>("previousCancellations"), r => r.Booking.PreviousCancellations),
        (Of<int>("previousBookingsNotCanceled"), r => r.Booking.PreviousBookingsNotCanceled),
        (Of<int>("specialRequests"), r => r.Booking.SpecialRequests),
        (Of<int>("riskBand"), r => (int)r.RiskBand),
        (Of<int>("latencyMicroseconds"), r => (int)Math.Min(int.MaxValue, r.Latency.Ticks / TimeSpan.TicksPerMicrosecond)),
        (Of<int>("features"), r => r.Features.Length),
    ];

    public static readonly (DataField Field, Func<PredictionRecord, DateOnly> Value)[] Days =
    [
        (Of<DateOnly>("bookedOn"), r => r.Booking.BookedOn),
        (Of<DateOnly>("arrivalDate"), r => r.Booking.ArrivalDate),
        (Of<DateOnly>("asOf"), r => r.AsOf),
    ];

    public static readonly (DataField Field, Func<PredictionRecord, double> Value)[] Numbers =
    [
        (Of<double>("adr"), r => r.Booking.Adr),
        (Of<double>("probability"), r => r.Probability),
        (Of<double>("threshold"), r => r.Threshold),
    ];

    public static readonly (DataField Field, Func<PredictionRecord, bool> Value)[] Flags =
    [
        (Of<bool>("isRepeatedGuest"), r => r.Booking.IsRepeatedGuest),
        (Of<bool>("willCancel"), r => r.WillCancel),
    ];

    public static readonly DataField At = new DateTimeDataField("at", DateTimeFormat.DateAndTimeMicros, isAdjustedToUTC: true, isNullable: false);

    // A field is good for reading once it has been part of a schema; a process that only reads answers makes no other.
    private static readonly ConcurrentDictionary<int, (ParquetSchema Schema, DataField[] Features)> Schemas = new([KeyValuePair.Create(0, SchemaOf(0))]);

    /// <summary>The columns of features of a file.</summary>
    public static DataField[] Features(ParquetSchema schema) =>
        Schemas.GetOrAdd(schema.DataFields.Count(f => f.Name is ['f', >= '0' and <= '9', ..]), SchemaOf).Features;

    /// <summary>Writes records in their order.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="width">The widest row of features.</param>
    /// <param name="records">The records.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    public static async Task WriteAsync(Stream stream, int width, IAsyncEnumerable<PredictionRecord> records, CancellationToken cancellationToken)
    {
        var (schema, features) = Schemas.GetOrAdd(width, SchemaOf);
        var group = new List<PredictionRecord>(RowsPerGroup);
        var writer = await ParquetWriter.CreateAsync(schema, stream, Options, cancellationToken: cancellationToken);
        await using (writer)
        {
            await foreach (var each in records.WithCancellation(cancellationToken))
            {
                group.Add(each);
                if (group.Count == RowsPerGroup)
                {
                    await WriteGroupAsync(writer, features, group, cancellationToken);
                    group.Clear();
                }
            }

            if (group.Count > 0)
            {
                await WriteGroupAsync(writer, features, group, cancellationToken);
            }
        }
    }

    private static DataField Of<T>(string name) => new(name, typeof(T), isNullable: false);

    private static (ParquetSchema Schema, DataField[] Features) SchemaOf(int width)
    {
        DataField[] features = [.. Enumerable.Range(0, width).Select(i => Of<float>(string.Create(CultureInfo.InvariantCulture, $"f{i:D3}")))];
        return (new ParquetSchema([.. Texts.Select(t => t.Field), .. Wholes.Select(w => w.Field), .. Days.Select(d => d.Field), .. Numbers.Select(n => n.Field), .. Flags.Select(f => f.Field), At, .. features]), features);
    }

    private static async Task WriteGroupAsync(ParquetWriter writer, DataField[] features, List<PredictionRecord> records, CancellationToken cancellationToken)
    {
        using var group = writer.CreateRowGroup();
        foreach (var (field, value) in Texts)
        {
            await group.WriteAsync(field, [.. records.Select(value)]);
        }

        await ValuesAsync(Wholes);
        await ValuesAsync(Days);
        await ValuesAsync(Numbers);
        await ValuesAsync(Flags);
        await ValuesAsync([(At, r => r.At)]);
        var column = new float[records.Count];
        for (var f = 0; f < features.Length; f++)
        {
            for (var i = 0; i < column.Length; i++)
            {
                column[i] = f < records[i].Features.Length ? records[i].Features[f] : 0;
            }

            await group.WriteAsync<float>(features[f], column, cancellationToken: cancellationToken);
        }

        group.CompleteValidate();

        async Task ValuesAsync<T>((DataField Field, Func<PredictionRecord, T> Value)[] columns)
            where T : struct
        {
            foreach (var (field, value) in columns)
            {
                await group.WriteAsync<T>(field, records.Select(value).ToArray(), cancellationToken: cancellationToken);
            }
        }
    }
}
