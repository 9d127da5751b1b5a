using System.Collections.Concurrent;
using System.Globalization;
using System.IO.Compression;
using System.Runtime.CompilerServices;
using HotelCancellation.Bookings;
using HotelCancellation.Bookings.Reading;
using HotelCancellation.Model;
using Parquet;
using Parquet.Schema;

namespace HotelCancellation.Predictions;

/// <summary>
/// Parquet files of records: a column for each field, and one for each number that the model saw (<c>f000</c>, ...; <c>features</c> says how many of them count),
/// so that one feature can be read alone. Reading and writing hold one row group.
/// </summary>
internal static class RecordColumns
{
    /// <summary>Rows of a row group, some 4 MB in memory. A reader has one of each day.</summary>
    public const int RowsPerGroup = 4_000;

    private static readonly ParquetOptions Options = new()
    {
        CompressionMethod = CompressionMethod.Snappy,
        CompressionLevel = CompressionLevel.Fastest,
        UseDateOnlyTypeForDates = true,
        MaximumSmallPoolFreeBytes = 1 << 20,
        MaximumLargePoolFreeBytes = 1 << 20,
    };

    private static readonly (DataField Field, Func<PredictionRecord, string?> Value)[] Texts =
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

    private static readonly (DataField Field, Func<PredictionRecord, int> Value)[] Wholes =
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

    private static readonly (DataField Field, Func<PredictionRecord, DateOnly> Value)[] Days =
    [
        (Of<DateOnly>("bookedOn"), r => r.Booking.BookedOn),
        (Of<DateOnly>("arrivalDate"), r => r.Booking.ArrivalDate),
        (Of<DateOnly>("asOf"), r => r.AsOf),
    ];

    private static readonly (DataField Field, Func<PredictionRecord, double> Value)[] Numbers =
    [
        (Of<double>("adr"), r => r.Booking.Adr),
        (Of<double>("probability"), r => r.Probability),
        (Of<double>("threshold"), r => r.Threshold),
    ];

    private static readonly (DataField Field, Func<PredictionRecord, bool> Value)[] Flags =
    [
        (Of<bool>("isRepeatedGuest"), r => r.Booking.IsRepeatedGuest),
        (Of<bool>("willCancel"), r => r.WillCancel),
    ];

    private static readonly DataField At = new DateTimeDataField("at", DateTimeFormat.DateAndTimeMicros, isAdjustedToUTC: true, isNullable: false);

    private static readonly ConcurrentDictionary<int, (ParquetSchema Schema, DataField[] Features)> Schemas = new();

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

    /// <summary>Reads records in the order in which they were written.</summary>
    /// <param name="open">Opens the file, which is closed at the end.</param>
    /// <param name="firstRow">Where to begin; the row group's records before it are left out.</param>
    /// <param name="rows">How many.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async IAsyncEnumerable<PredictionRecord> ReadAsync(Func<Task<Stream>> open, long firstRow, long rows, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var stream = await open();
        await using var reader = await ParquetReader.CreateAsync(stream, Options, leaveStreamOpen: true, cancellationToken);
        var (_, features) = Schemas.GetOrAdd(reader.Schema.DataFields.Count(f => f.Name is ['f', >= '0' and <= '9', ..]), SchemaOf);
        var pool = new StringPool();
        for (var i = 0; i < reader.RowGroupCount && rows > 0; i++)
        {
            using (var head = reader.OpenRowGroupReader(i))
            {
                if (firstRow >= head.RowCount)
                {
                    firstRow -= head.RowCount;
                    continue;
                }
            }

            var group = await ReadGroupAsync(reader, i, features, pool, cancellationToken);
            for (; firstRow < group.Length && rows > 0; firstRow++, rows--)
            {
                yield return group[firstRow];
            }

            firstRow = 0;
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

    private static async Task<PredictionRecord[]> ReadGroupAsync(ParquetReader reader, int rowGroup, DataField[] features, StringPool pool, CancellationToken cancellationToken)
    {
        using var group = reader.OpenRowGroupReader(rowGroup);
        var rows = checked((int)group.RowCount);
        var texts = new string?[Texts.Length][];
        for (var f = 0; f < texts.Length; f++)
        {
            texts[f] = new string?[rows];
            await group.ReadAsync(Texts[f].Field, texts[f]!.AsMemory()!, cancellationToken: cancellationToken);

            // Prediction and booking are their own; all others are few.
            for (var i = 0; i < rows && f is not (0 or 2); i++)
            {
                texts[f][i] = texts[f][i] is { } text ? pool.Get(text) : null;
            }
        }

        var wholes = await ValuesAsync(Wholes);
        var days = await ValuesAsync(Days);
        var numbers = await ValuesAsync(Numbers);
        var flags = await ValuesAsync(Flags);
        var at = await ColumnAsync<DateTime>(At);
        var numbersOf = wholes[^1];
        var rowsOf = new float[rows][];
        for (var i = 0; i < rows; i++)
        {
            rowsOf[i] = new float[numbersOf[i]];
        }

        var column = new float[rows];
        for (var f = 0; f < features.Length; f++)
        {
            await group.ReadAsync<float>(features[f], column.AsMemory(), cancellationToken: cancellationToken);
            for (var i = 0; i < rows; i++)
            {
                if (f < rowsOf[i].Length)
                {
                    rowsOf[i][f] = column[i];
                }
            }
        }

        var records = new PredictionRecord[rows];
        for (var i = 0; i < rows; i++)
        {
            records[i] = new PredictionRecord
            {
                Id = new PredictionId(texts[0][i]!),
                At = DateTime.SpecifyKind(at[i], DateTimeKind.Utc),
                Booking = BookingAt(i),
                AsOf = days[2][i],
                Features = rowsOf[i],
                Probability = numbers[1][i],
                Threshold = numbers[2][i],
                WillCancel = flags[1][i],
                RiskBand = (RiskBand)wholes[8][i],
                ModelVersion = new ModelVersion(texts[3][i]!),
                Route = PredictionRoutes.Parse(texts[4][i]!),
                Latency = TimeSpan.FromTicks(wholes[9][i] * TimeSpan.TicksPerMicrosecond),
            };
        }

        return records;

        async Task<T[]> ColumnAsync<T>(DataField field)
            where T : struct
        {
            var values = new T[rows];
            await group.ReadAsync<T>(field, values.AsMemory(), cancellationToken: cancellationToken);
            return values;
        }

        async Task<T[][]> ValuesAsync<T>((DataField Field, Func<PredictionRecord, T> Value)[] columns)
            where T : struct
        {
            var all = new T[columns.Length][];
            for (var f = 0; f < columns.Length; f++)
            {
                all[f] = await ColumnAsync<T>(columns[f].Field);
            }

            return all;
        }

        Booking BookingAt(int i) => new()
        {
            PropertyId = new PropertyId(texts[1][i]!),
            BookingId = new BookingId(texts[2][i]!),
            BookedOn = days[0][i],
            ArrivalDate = days[1][i],
            WeekendNights = wholes[0][i],
            WeekNights = wholes[1][i],
            Adults = wholes[2][i],
            Children = wholes[3][i],
            Babies = wholes[4][i],
            PreviousCancellations = wholes[5][i],
            PreviousBookingsNotCanceled = wholes[6][i],
            SpecialRequests = wholes[7][i],
            Meal = texts[5][i]!,
            MarketSegment = texts[6][i]!,
            DistributionChannel = texts[7][i]!,
            ReservedRoomType = texts[8][i]!,
            DepositType = texts[9][i]!,
            CustomerType = texts[10][i]!,
            Agent = texts[11][i],
            Company = texts[12][i],
            IsRepeatedGuest = flags[0][i],
            Adr = numbers[0][i],
        };
    }
}
