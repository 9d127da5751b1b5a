using System.Runtime.CompilerServices;
using HotelCancellation.Bookings;
using HotelCancellation.Bookings.Reading;
using HotelCancellation.Model;
using Parquet;
using Parquet.Schema;

namespace HotelCancellation.Predictions;

/// <summary>What to read of logged predictions. What is left out costs neither time nor memory, and stands in the record as nothing.</summary>
[Flags]
public enum RecordParts
{
    /// <summary>Ids, days, amounts, and what was said by whom. Categories are empty texts, agent and company null, and there are no features.</summary>
    Answer = 0,

    /// <summary>With the booking's categories: meal, segment, channel, room, deposit, customer, agent and company.</summary>
    Categories = 1,

    /// <summary>With the numbers that the model saw.</summary>
    Features = 2,

    /// <summary>All that was logged.</summary>
    All = Categories | Features,
}

/// <summary>Reads what <see cref="RecordColumns"/> wrote, one row group at a time, and of it only the columns that are wanted.</summary>
internal static class RecordColumnReader
{
    /// <summary>Reads records in the order in which they were written.</summary>
    /// <param name="open">Opens the file, which is closed at the end.</param>
    /// <param name="parts">What to read of each record.</param>
    /// <param name="firstRow">Where to begin; the row group's records before it are left out.</param>
    /// <param name="rows">How many.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async IAsyncEnumerable<PredictionRecord> ReadAsync(
        Func<Task<Stream>> open, RecordParts parts, long firstRow, long rows, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var stream = await open();
        await using var reader = await ParquetReader.CreateAsync(stream, RecordColumns.Options, leaveStreamOpen: true, cancellationToken);
        var features = parts.HasFlag(RecordParts.Features) ? RecordColumns.Features(reader.Schema) : null;
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

            // A record is made when its turn comes: of as many days as are merged, none but the first waits in memory.
            var (count, recordAt) = await ReadGroupAsync(reader, i, features, parts, pool, cancellationToken);
            for (; firstRow < count && rows > 0; firstRow++, rows--)
            {
                yield return recordAt((int)firstRow);
            }

            firstRow = 0;
        }
    }

    private static async Task<(int Rows, Func<int, PredictionRecord> RecordAt)> ReadGroupAsync(
        ParquetReader reader, int rowGroup, DataField[]? features, RecordParts parts, StringPool pool, CancellationToken cancellationToken)
    {
        using var group = reader.OpenRowGroupReader(rowGroup);
        var rows = checked((int)group.RowCount);
        var texts = new string?[RecordColumns.Texts.Length][];
        for (var f = 0; f < texts.Length; f++)
        {
            texts[f] = new string?[rows];
            if (f >= RecordColumns.AnswerTexts && !parts.HasFlag(RecordParts.Categories))
            {
                Array.Fill(texts[f], RecordColumns.Texts[f].Field.IsNullable ? null : "");
                continue;
            }

            await group.ReadAsync(RecordColumns.Texts[f].Field, texts[f]!.AsMemory()!, cancellationToken: cancellationToken);

            // Prediction and booking are their own; all others are few.
            for (var i = 0; i < rows && f is not (0 or 2); i++)
            {
                texts[f][i] = texts[f][i] is { } text ? pool.Get(text) : null;
            }
        }

        var wholes = await ValuesAsync(RecordColumns.Wholes);
        var days = await ValuesAsync(RecordColumns.Days);
        var numbers = await ValuesAsync(RecordColumns.Numbers);
        var flags = await ValuesAsync(RecordColumns.Flags);
        var at = await ColumnAsync<DateTime>(RecordColumns.At);
        var rowsOf = features is null ? null : await FeaturesAsync(features, wholes[^1]);
        return (rows, RecordAt);

        PredictionRecord RecordAt(int i) => new()
        {
            Id = new PredictionId(texts[0][i]!),
            At = DateTime.SpecifyKind(at[i], DateTimeKind.Utc),
            Booking = BookingAt(i),
            AsOf = days[2][i],
            Features = rowsOf is null ? [] : rowsOf[i],
            Probability = numbers[1][i],
            Threshold = numbers[2][i],
            WillCancel = flags[1][i],
            RiskBand = (RiskBand)wholes[8][i],
            ModelVersion = new ModelVersion(texts[3][i]!),
            Route = PredictionRoutes.Parse(texts[4][i]!),
            Latency = TimeSpan.FromTicks(wholes[9][i] * TimeSpan.TicksPerMicrosecond),
        };

        async Task<float[][]> FeaturesAsync(DataField[] fields, int[] widths)
        {
            var all = Array.ConvertAll(widths, width => new float[width]);
            var column = new float[rows];
            for (var f = 0; f < fields.Length; f++)
            {
                await group.ReadAsync<float>(fields[f], column.AsMemory(), cancellationToken: cancellationToken);
                for (var i = 0; i < rows; i++)
                {
                    if (f < all[i].Length)
                    {
                        all[i][f] = column[i];
                    }
                }
            }

            return all;
        }

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
