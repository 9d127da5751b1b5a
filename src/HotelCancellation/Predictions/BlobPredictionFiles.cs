using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Azure;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using HotelCancellation.Platform;
using Microsoft.Extensions.Options;

namespace HotelCancellation.Predictions;

/// <summary>A file of a day.</summary>
/// <param name="Name">Its name in the container.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Changed">When it was last written to.</param>
/// <param name="Tag">Its version.</param>
internal sealed record DayFile(string Name, long Bytes, DateTimeOffset Changed, string Tag)
{
    /// <summary>Whether it is one that a process has appended to.</summary>
    public bool IsLog => Name.EndsWith(BlobPredictionFiles.Extension, StringComparison.Ordinal);
}

/// <summary>
/// The records as they came, in append blobs <c>predictions/{yyyy}/{MM}/{dd}/{writer}-{n}-{first}.log</c>: one writer a process, one block an append,
/// the day and <c>first</c> (hex Unix milliseconds, of its first block) by the ids. After a failed answer a block may be there twice. One caller at a time appends.
/// </summary>
internal sealed class BlobPredictionFiles(StorageClients storage, IOptions<PredictionsOptions> options)
{
    public const string Container = "predictions";
    public const string Extension = ".log";
    private const int BufferBytes = 1024 * 1024;

    // Storage allows 50,000.
    private const int AppendsPerFile = 40_000;
    private readonly string _writer = Guid.NewGuid().ToString("N")[..12];
    private AppendBlobClient? _blob;
    private DateOnly _day;
    private long _bytes;
    private int _appends;
    private int _files;

    /// <summary>What ids carry of the writer.</summary>
    public int Tag => int.Parse(_writer.AsSpan(0, 6), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    /// <summary>The folder of a day.</summary>
    public static string Folder(DateOnly day) => day.ToString("yyyy'/'MM'/'dd'/'", CultureInfo.InvariantCulture);

    /// <summary>What a file's name says of its process.</summary>
    public static string WriterOf(DayFile file) => Path.GetFileName(file.Name).Split('-')[0];

    /// <summary>Appends a block; when it returns the block is durable.</summary>
    /// <param name="day">The day of all its records.</param>
    /// <param name="firstMilliseconds">The earliest time of a record.</param>
    /// <param name="block">The block; after a failure its memory is not to be used for others.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task AppendAsync(DateOnly day, long firstMilliseconds, ReadOnlyMemory<byte> block, CancellationToken cancellationToken)
    {
        if (day != _day || _appends >= AppendsPerFile || _bytes >= options.Value.FileMegabytes * 1_000_000L)
        {
            _blob = null;
        }

        await StorageGuard.CallAsync(
            "append predictions",
            async () =>
            {
                _blob ??= await CreateAsync(day, firstMilliseconds, cancellationToken);
                using var bytes = StreamOf(block);
                return await _blob.AppendBlockAsync(bytes, cancellationToken: cancellationToken);
            },
            cancellationToken);
        _appends++;
        _bytes += block.Length;
    }

    /// <summary>Writes no more to the present file.</summary>
    public void Abandon() => _blob = null;

    /// <summary>The files whose names begin so, by name.</summary>
    public async Task<List<DayFile>> ListAsync(string prefix, CancellationToken cancellationToken) => await StorageGuard.CallAsync(
        "list predictions",
        async () =>
        {
            var files = new List<DayFile>();
            try
            {
                await foreach (var item in storage.Container(Container).GetBlobsAsync(BlobTraits.None, BlobStates.None, prefix, cancellationToken))
                {
                    files.Add(new DayFile(item.Name, item.Properties.ContentLength ?? 0, item.Properties.LastModified ?? default, item.Properties.ETag!.Value.ToString()));
                }
            }
            catch (RequestFailedException e) when (e.Status == 404)
            {
                // Nothing has ever been logged.
            }

            return files;
        },
        cancellationToken);

    /// <summary>The records of a log file; none where the file is gone.</summary>
    /// <param name="file">The file.</param>
    /// <param name="wanted">Which blocks to look into; null for all.</param>
    /// <param name="seen">Told of every block.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="InvalidDataException">Something is damaged; what is before it has been given.</exception>
    public async IAsyncEnumerable<PredictionRecord> ReadAsync(
        DayFile file, Func<RecordBlock, bool>? wanted, Action<RecordBlock>? seen, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (file.Bytes == 0 || await OpenAsync(file, cancellationToken) is not { } stream)
        {
            yield break;
        }

        await using (stream)
        {
            await foreach (var each in StorageGuard.EachAsync("read predictions", RecordBlockReader.ReadAsync(stream, file.Bytes, wanted, seen, cancellationToken), cancellationToken))
            {
                yield return each;
            }
        }
    }

    private Task<Stream?> OpenAsync(DayFile file, CancellationToken cancellationToken) => StorageGuard.CallAsync(
        "read predictions",
        async () =>
        {
            try
            {
                // Appends go on while it is read.
                var open = new BlobOpenReadOptions(allowModifications: true) { BufferSize = (int)Math.Clamp(file.Bytes, 4096, BufferBytes) };
                return (Stream?)await storage.Container(Container).GetBlobClient(file.Name).OpenReadAsync(open, cancellationToken);
            }
            catch (RequestFailedException e) when (e.Status == 404)
            {
                return null;
            }
        },
        cancellationToken);

    /// <summary>Removes a file, unless it has changed.</summary>
    public Task<bool> RemoveAsync(DayFile file, CancellationToken cancellationToken) => StorageGuard.CallAsync(
        "remove predictions",
        async () =>
        {
            try
            {
                var unchanged = new BlobRequestConditions { IfMatch = new ETag(file.Tag) };
                await storage.Container(Container).GetBlobClient(file.Name).DeleteAsync(conditions: unchanged, cancellationToken: cancellationToken);
                return true;
            }
            catch (RequestFailedException e) when (e.Status is 404 or 412)
            {
                return false;
            }
        },
        cancellationToken);

    private static MemoryStream StreamOf(ReadOnlyMemory<byte> block) =>
        MemoryMarshal.TryGetArray(block, out var bytes) ? new MemoryStream(bytes.Array!, bytes.Offset, bytes.Count, writable: false) : new MemoryStream(block.ToArray(), writable: false);

    private async Task<AppendBlobClient> CreateAsync(DateOnly day, long firstMilliseconds, CancellationToken cancellationToken)
    {
        var container = storage.Container(Container);
        var name = string.Create(CultureInfo.InvariantCulture, $"{Folder(day)}{_writer}-{++_files:D6}-{firstMilliseconds:x12}{Extension}");
        var blob = container.GetAppendBlobClient(name);
        try
        {
            await blob.CreateAsync(new AppendBlobCreateOptions(), cancellationToken);
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            await container.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
            await blob.CreateAsync(new AppendBlobCreateOptions(), cancellationToken);
        }

        (_day, _bytes, _appends) = (day, 0, 0);
        return blob;
    }
}
