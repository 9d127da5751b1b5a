using System.Buffers;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Azure;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using HotelCancellation.Bookings.Events;
using HotelCancellation.Bookings.Writing;
using HotelCancellation.Platform;
using Microsoft.Extensions.Options;

namespace HotelCancellation.Bookings.Ingest;

/// <summary>A file of the inbox that nobody has marked as applied.</summary>
/// <param name="Name">Its name in the container.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Tag">Its version, for <see cref="BlobInbox.MarkAppliedAsync"/>.</param>
internal sealed record InboxFile(string Name, long Bytes, string Tag);

/// <summary>
/// The events as they came, in append blobs <c>events/inbox/{yyyy}/{MM}/{dd}/{writer}-{n}.ndjson</c>: one writer a process, one append a
/// commit, nothing ever changed. A line is an event of the contract with <c>eventKey</c> and <c>receivedAt</c>; one that was sent again
/// after a failure may be there twice, with the same key. A file is marked when all that it holds is in the table. One caller at a time appends.
/// </summary>
internal sealed class BlobInbox(StorageClients storage, TimeProvider clock, IOptions<IngestOptions> options)
{
    public const string Container = "events";
    public const string Folder = "inbox/";
    public const string Applied = "applied";
    private const int MostBytes = 3 * 1024 * 1024;
    private static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly string _writer = Guid.NewGuid().ToString("N")[..12];
    private readonly ArrayBufferWriter<byte> _lines = new(64 * 1024);
    private readonly ArrayBufferWriter<byte> _line = new(1024);
    private AppendBlobClient? _blob;
    private int _files;
    private int _appends;
    private DateTimeOffset _last;

    /// <summary>Writes events down; when it returns they are durable.</summary>
    public async Task AppendAsync(IEnumerable<KeyedEvent> events, CancellationToken cancellationToken)
    {
        _lines.ResetWrittenCount();
        var now = clock.GetUtcNow();
        foreach (var each in events)
        {
            AddLine(each, now);
            if (_lines.WrittenCount >= MostBytes)
            {
                await SendAsync(now, cancellationToken);
            }
        }

        if (_lines.WrittenCount > 0)
        {
            await SendAsync(now, cancellationToken);
        }
    }

    /// <summary>Writes no more to the present file, which may hold events that are not in the table.</summary>
    public void Abandon() => _blob = null;

    /// <summary>Writes no more to the present file, all of which is in the table. Marking it is for speed alone, so a failure does not matter.</summary>
    public async Task RetireAsync(CancellationToken cancellationToken)
    {
        if (_blob is not { } blob)
        {
            return;
        }

        _blob = null;
        try
        {
            await StorageGuard.CallAsync("mark events", () => blob.SetMetadataAsync(Mark(), cancellationToken: cancellationToken), cancellationToken);
        }
        catch (Exception e) when (e is StorageUnavailableException or RequestFailedException or OperationCanceledException)
        {
            // Whoever looks for unmarked files reads it once more, and finds everything in the table.
        }
    }

    /// <summary>The files that are not marked and have been quiet for so long that nobody writes to them any more.</summary>
    public async IAsyncEnumerable<InboxFile> LeftAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var before = clock.GetUtcNow() - TimeSpan.FromSeconds(options.Value.QuietSeconds);
        var files = await StorageGuard.CallAsync(
            "list events",
            async () =>
            {
                var left = new List<InboxFile>();
                try
                {
                    var all = storage.Container(Container).GetBlobsAsync(BlobTraits.Metadata, BlobStates.None, Folder, cancellationToken);
                    await foreach (var item in all)
                    {
                        if (item.Properties.LastModified < before && !item.Metadata.ContainsKey(Applied))
                        {
                            left.Add(new InboxFile(item.Name, item.Properties.ContentLength ?? 0, item.Properties.ETag!.Value.ToString()));
                        }
                    }
                }
                catch (RequestFailedException e) when (e.Status == 404)
                {
                    // Nothing has ever been sent.
                }

                return left;
            },
            cancellationToken);
        foreach (var file in files)
        {
            yield return file;
        }
    }

    /// <summary>The lines of a file.</summary>
    public Task<Stream> OpenAsync(InboxFile file, CancellationToken cancellationToken) =>
        StorageGuard.CallAsync(
            "read events", () => storage.Container(Container).GetAppendBlobClient(file.Name).OpenReadAsync(cancellationToken: cancellationToken), cancellationToken);

    /// <summary>Marks a file, all of which is in the table, unless it has changed.</summary>
    public Task MarkAppliedAsync(InboxFile file, CancellationToken cancellationToken) =>
        StorageGuard.CallAsync(
            "mark events",
            async () =>
            {
                try
                {
                    var conditions = new BlobRequestConditions { IfMatch = new ETag(file.Tag) };
                    await storage.Container(Container).GetAppendBlobClient(file.Name).SetMetadataAsync(Mark(), conditions, cancellationToken);
                    return true;
                }
                catch (RequestFailedException e) when (e.Status is 404 or 412)
                {
                    return false;
                }
            },
            cancellationToken);

    private static Dictionary<string, string> Mark() => new(StringComparer.Ordinal) { [Applied] = "true" };

    private async Task SendAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        // A new file a day keeps the folders true; a pause makes whoever looks for quiet files think that this one is left.
        if (_appends >= options.Value.AppendsPerFile || now.UtcDateTime.Date != _last.UtcDateTime.Date || now - _last > TimeSpan.FromSeconds(options.Value.QuietSeconds) / 2)
        {
            await RetireAsync(cancellationToken);
        }

        await StorageGuard.CallAsync(
            "append events",
            async () =>
            {
                _blob ??= await CreateAsync(now, cancellationToken);
                using var bytes = new MemoryStream(_lines.WrittenSpan.ToArray(), writable: false);
                return await _blob.AppendBlockAsync(bytes, cancellationToken: cancellationToken);
            },
            cancellationToken);
        _appends++;
        _last = now;
        _lines.ResetWrittenCount();
    }

    private async Task<AppendBlobClient> CreateAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var container = storage.Container(Container);
        var name = string.Create(CultureInfo.InvariantCulture, $"{Folder}{now:yyyy/MM/dd}/{_writer}-{++_files}.ndjson");
        var blob = container.GetAppendBlobClient(name);
        var create = new AppendBlobCreateOptions { HttpHeaders = new BlobHttpHeaders { ContentType = "application/x-ndjson" } };
        try
        {
            await blob.CreateAsync(create, cancellationToken);
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            await container.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
            await blob.CreateAsync(create, cancellationToken);
        }

        _appends = 0;
        return blob;
    }

    private void AddLine(KeyedEvent each, DateTimeOffset now)
    {
        _line.ResetWrittenCount();
        using (var json = new Utf8JsonWriter(_line, Json))
        {
            BookingJsonWriter.Write(json, each.Event);
        }

        Encoding.UTF8.GetBytes($$"""{"eventKey":"{{each.Key}}","receivedAt":"{{now.UtcDateTime:O}}",""", _lines);
        _lines.Write(_line.WrittenSpan[1..]);
        _lines.Write("\n"u8);
    }
}
