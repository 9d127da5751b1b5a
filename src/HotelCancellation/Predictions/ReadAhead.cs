using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace HotelCancellation.Predictions;

/// <summary>Reads a sequence on a thread of its own, some elements ahead of who wants them, so that two streams that are joined do not wait for storage in turns.</summary>
internal static class ReadAhead
{
    private const int PerChunk = 500;
    private const int Chunks = 4;

    /// <summary>The same elements in the same order; at most some 3,000 of them are in memory.</summary>
    /// <param name="elements">The elements.</param>
    /// <param name="cancellationToken">Ends the reading. So does the end of the enumeration.</param>
    public static async IAsyncEnumerable<T> OfAsync<T>(IAsyncEnumerable<T> elements, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var chunks = Channel.CreateBounded<List<T>>(new BoundedChannelOptions(Chunks) { SingleReader = true, SingleWriter = true });
        var reading = Task.Run(() => ReadAsync(elements, chunks.Writer, end.Token), CancellationToken.None);
        try
        {
            await foreach (var chunk in chunks.Reader.ReadAllAsync(cancellationToken))
            {
                foreach (var each in chunk)
                {
                    yield return each;
                }
            }
        }
        finally
        {
            await end.CancelAsync();
            await reading;
        }
    }

    /// <summary>Never fails: what goes wrong is told to the reader of the channel.</summary>
    private static async Task ReadAsync<T>(IAsyncEnumerable<T> elements, ChannelWriter<List<T>> chunks, CancellationToken cancellationToken)
    {
        try
        {
            var chunk = new List<T>(PerChunk);
            await foreach (var each in elements.WithCancellation(cancellationToken))
            {
                chunk.Add(each);
                if (chunk.Count == PerChunk)
                {
                    await chunks.WriteAsync(chunk, cancellationToken);
                    chunk = new List<T>(PerChunk);
                }
            }

            await chunks.WriteAsync(chunk, cancellationToken);
            chunks.Complete();
        }
        catch (Exception e)
        {
            chunks.Complete(e);
        }
    }
}
