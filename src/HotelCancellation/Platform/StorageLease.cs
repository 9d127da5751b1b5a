using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;

namespace HotelCancellation.Platform;

/// <summary>
/// A lease on an empty blob, so that of any number of processes one does a job. It is renewed until it is given back; of a process that ends it
/// runs out. A lease saves work; it does not make writes safe, since a process may be halted while its lease runs out.
/// </summary>
internal sealed class StorageLease : IAsyncDisposable
{
    /// <summary>Where leases lie that belong to no other data.</summary>
    public const string Container = "leases";

    private readonly BlobLeaseClient _lease;
    private readonly CancellationTokenSource _lost = new();
    private readonly CancellationTokenSource _end = new();
    private readonly Task _renewing;

    private StorageLease(BlobLeaseClient lease, TimeSpan duration, TimeProvider time)
    {
        _lease = lease;
        _renewing = Task.Run(() => RenewAsync(duration, time));
    }

    /// <summary>Cancelled when another process may have the lease.</summary>
    public CancellationToken Lost => _lost.Token;

    /// <summary>Takes the lease, or says by null that another process has it.</summary>
    /// <param name="container">The container, which is created if need be.</param>
    /// <param name="name">The blob, which is created if need be.</param>
    /// <param name="duration">15 to 60 seconds: how long it outlives a process that is killed.</param>
    /// <param name="time">The clock by which it is renewed.</param>
    /// <param name="cancellationToken">Ends the trying.</param>
    /// <exception cref="StorageUnavailableException">Storage does not answer.</exception>
    public static Task<StorageLease?> TryTakeAsync(BlobContainerClient container, string name, TimeSpan duration, TimeProvider time, CancellationToken cancellationToken) =>
        StorageGuard.CallAsync(
            "take a lease",
            async () =>
            {
                var blob = container.GetBlobClient(name);
                var lease = blob.GetBlobLeaseClient();
                try
                {
                    await lease.AcquireAsync(duration, cancellationToken: cancellationToken);
                }
                catch (RequestFailedException e) when (e.Status == 404)
                {
                    await container.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
                    await CreateAsync(blob, cancellationToken);
                    return await TryAcquireAsync(lease, duration, cancellationToken) ? new StorageLease(lease, duration, time) : null;
                }
                catch (RequestFailedException e) when (e.Status == 409)
                {
                    return null;
                }

                return new StorageLease(lease, duration, time);
            },
            cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _renewing;
        try
        {
            await _lease.ReleaseAsync(cancellationToken: CancellationToken.None);
        }
        catch (Exception e) when (e is RequestFailedException or AggregateException or OperationCanceledException)
        {
            // It runs out by itself.
        }

        _end.Dispose();
        _lost.Dispose();
    }

    private static async Task<bool> TryAcquireAsync(BlobLeaseClient lease, TimeSpan duration, CancellationToken cancellationToken)
    {
        try
        {
            await lease.AcquireAsync(duration, cancellationToken: cancellationToken);
            return true;
        }
        catch (RequestFailedException e) when (e.Status == 409)
        {
            return false;
        }
    }

    private static async Task CreateAsync(BlobClient blob, CancellationToken cancellationToken)
    {
        try
        {
            await blob.UploadAsync(BinaryData.FromString(""), new BlobUploadOptions { Conditions = new BlobRequestConditions { IfNoneMatch = ETag.All } }, cancellationToken);
        }
        catch (RequestFailedException e) when (e.Status is 409 or 412)
        {
            // Another process was first.
        }
    }

    private async Task RenewAsync(TimeSpan duration, TimeProvider time)
    {
        using var timer = new PeriodicTimer(duration / 4, time);
        var last = time.GetTimestamp();
        try
        {
            while (await timer.WaitForNextTickAsync(_end.Token))
            {
                try
                {
                    var asked = time.GetTimestamp();
                    await _lease.RenewAsync(cancellationToken: _end.Token);
                    last = asked;
                }
                catch (RequestFailedException e) when (e.Status is 404 or 409 or 412)
                {
                    await _lost.CancelAsync();
                    return;
                }
                catch (Exception e) when (e is RequestFailedException or AggregateException)
                {
                    if (time.GetElapsedTime(last) > duration)
                    {
                        await _lost.CancelAsync();
                        return;
                    }
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Given back.
        }
    }
}
