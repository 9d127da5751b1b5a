using System.IO.Compression;
using HotelCancellation.Bookings.Compaction;

namespace HotelCancellation.Predictions;

/// <summary>Sorted records that wait in temporary files, of each of which a reader holds one small block. The files go with it.</summary>
internal sealed class RecordRuns : IAsyncDisposable
{
    private const int RecordsPerBlock = 256;
    private readonly List<Stream> _files = [];

    /// <summary>Writes sorted records to a file.</summary>
    public async Task AddAsync(IAsyncEnumerable<PredictionRecord> records, CancellationToken cancellationToken)
    {
        var file = TemporaryFile.Create();
        try
        {
            var writer = new RecordBlockWriter(CompressionLevel.NoCompression);
            await foreach (var each in records.WithCancellation(cancellationToken))
            {
                writer.Add(each);
                if (writer.Count == RecordsPerBlock)
                {
                    await file.WriteAsync(writer.Finish(0), cancellationToken);
                }
            }

            await file.WriteAsync(writer.Finish(0), cancellationToken);
            _files.Add(file);
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }

    /// <summary>What was written, each file by itself. To be read once.</summary>
    public IEnumerable<IAsyncEnumerable<PredictionRecord>> Read(CancellationToken cancellationToken) => _files.Select(file =>
    {
        file.Position = 0;
        return RecordBlockReader.ReadAsync(file, long.MaxValue, null, null, cancellationToken);
    });

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var file in _files)
        {
            await file.DisposeAsync();
        }
    }
}
