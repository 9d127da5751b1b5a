using System.IO.Compression;
using System.Runtime.CompilerServices;
using Parquet;

namespace HotelCancellation.Bookings.Compaction;

/// <summary>Parquet files of events. Reading and writing hold one row group in memory, whatever the file's length.</summary>
internal static class EventFile
{
    /// <summary>Rows of a row group, about 1.5 MB in memory. A reader of a property has one of each of its months.</summary>
    public const int RowsPerGroup = 2_000;

    private static readonly ParquetOptions Options = new()
    {
        CompressionMethod = CompressionMethod.Snappy,
        CompressionLevel = CompressionLevel.Fastest,
        UseDateOnlyTypeForDates = true,
        MaximumSmallPoolFreeBytes = 1 << 20,
        MaximumLargePoolFreeBytes = 1 << 20,
    };

    /// <summary>Writes events in their order.</summary>
    /// <returns>How many.</returns>
    public static async Task<long> WriteAsync(Stream stream, IAsyncEnumerable<StoredEvent> events, CancellationToken cancellationToken)
    {
        long count = 0;
        var group = new List<StoredEvent>(RowsPerGroup);
        var writer = await ParquetWriter.CreateAsync(EventColumns.Schema, stream, Options, cancellationToken: cancellationToken);
        await using (writer)
        {
            await foreach (var each in events.WithCancellation(cancellationToken))
            {
                group.Add(each);
                if (group.Count == RowsPerGroup)
                {
                    await FlushAsync();
                }
            }

            if (group.Count > 0)
            {
                await FlushAsync();
            }
        }

        return count;

        async Task FlushAsync()
        {
            await EventColumns.WriteAsync(writer, group, cancellationToken);
            count += group.Count;
            group.Clear();
        }
    }

    /// <summary>Reads events in the order in which they were written.</summary>
    /// <param name="open">Opens the file, which is closed at the end.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async IAsyncEnumerable<StoredEvent> ReadAsync(Func<Task<Stream>> open, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var stream = await open();
        await using (stream)
        {
            await using var reader = await ParquetReader.CreateAsync(stream, Options, leaveStreamOpen: true, cancellationToken);
            for (var i = 0; i < reader.RowGroupCount; i++)
            {
                foreach (var each in await EventColumns.ReadAsync(reader, i, cancellationToken))
                {
                    yield return each;
                }
            }
        }
    }
}
