using System.Runtime.CompilerServices;
using Azure;
using Azure.Identity;
using Azure.Storage.Blobs.Models;

namespace HotelCancellation.Platform;

/// <summary>
/// Turns the many ways in which a storage client says "no answer" into one exception, so that stages need not know the
/// client. Answers that storage did give (not found, conflict, precondition failed) pass through.
/// </summary>
internal static class StorageGuard
{
    /// <summary>Makes a call to storage.</summary>
    /// <exception cref="StorageUnavailableException">Storage is down, too slow, overloaded, or refuses this process.</exception>
    public static async Task<T> CallAsync<T>(string what, Func<Task<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            return await call();
        }
        catch (Exception e) when (IsOutage(e))
        {
            throw Ended(what, e, cancellationToken);
        }
    }

    /// <summary>Takes elements for which storage is asked on the way.</summary>
    /// <exception cref="StorageUnavailableException">As above.</exception>
    public static async IAsyncEnumerable<T> EachAsync<T>(string what, IAsyncEnumerable<T> elements, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var each = elements.GetAsyncEnumerator(cancellationToken);
        while (true)
        {
            try
            {
                if (!await each.MoveNextAsync())
                {
                    break;
                }
            }
            catch (Exception e) when (IsOutage(e))
            {
                throw Ended(what, e, cancellationToken);
            }

            yield return each.Current;
        }
    }

    /// <summary>Changes a blob unless it has been changed or removed meanwhile.</summary>
    /// <param name="what">What is done, for messages.</param>
    /// <param name="tag">The version that the change is meant for.</param>
    /// <param name="change">The change, which must carry the conditions.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Whether it was changed.</returns>
    /// <exception cref="StorageUnavailableException">As above.</exception>
    public static Task<bool> UnlessChangedAsync(string what, string tag, Func<BlobRequestConditions, Task> change, CancellationToken cancellationToken) => CallAsync(
        what,
        async () =>
        {
            try
            {
                await change(new BlobRequestConditions { IfMatch = new ETag(tag) });
                return true;
            }
            catch (RequestFailedException e) when (e.Status is 404 or 412)
            {
                return false;
            }
        },
        cancellationToken);

    /// <summary>What the caller is told. A client that is stopped between two of its retries says so by an AggregateException: to the caller that is the cancellation it asked for.</summary>
    private static Exception Ended(string what, Exception e, CancellationToken cancellationToken) => cancellationToken.IsCancellationRequested
        ? new OperationCanceledException($"Stopped ({what}).", e, cancellationToken)
        : new StorageUnavailableException($"Storage does not answer ({what}): {FirstLine(e)}", e);

    private static bool IsOutage(Exception e) => e switch
    {
        RequestFailedException failed => failed.Status is 0 or 401 or 403 or 408 or 429 or >= 500,
        // The clients give up after their retries with an AggregateException, or with a cancellation that nobody asked for.
        AggregateException or OperationCanceledException or AuthenticationFailedException or IOException or HttpRequestException => true,
        _ => false,
    };

    private static string FirstLine(Exception e)
    {
        var cause = e is AggregateException { InnerException: { } inner } ? inner : e;
        var end = cause.Message.AsSpan().IndexOfAny('\r', '\n');
        return end < 0 ? cause.Message : cause.Message[..end];
    }
}
