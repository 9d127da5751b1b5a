using System.Runtime.CompilerServices;

namespace HotelCancellation.Predictions;

/// <summary>Merges sorted sequences of records into one, without the repeats. Holds one record of each.</summary>
internal static class RecordMerge
{
    /// <summary>Merges.</summary>
    /// <param name="sources">The sequences, each in the order of <see cref="PredictionRecord.Compare"/>.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async IAsyncEnumerable<PredictionRecord> MergeAsync(
        IEnumerable<IAsyncEnumerable<PredictionRecord>> sources, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var open = new List<IAsyncEnumerator<PredictionRecord>>();
        try
        {
            var queue = new PriorityQueue<IAsyncEnumerator<PredictionRecord>, PredictionRecord>(Comparer<PredictionRecord>.Create(PredictionRecord.Compare));
            foreach (var source in sources)
            {
                var records = source.GetAsyncEnumerator(cancellationToken);
                open.Add(records);
                if (await records.MoveNextAsync())
                {
                    queue.Enqueue(records, records.Current);
                }
            }

            PredictionId last = default;
            while (queue.TryPeek(out var records, out var each))
            {
                if (each.Id != last)
                {
                    last = each.Id;
                    yield return each;
                }

                if (await records.MoveNextAsync())
                {
                    queue.DequeueEnqueue(records, records.Current);
                }
                else
                {
                    queue.Dequeue();
                }
            }
        }
        finally
        {
            foreach (var records in open)
            {
                await records.DisposeAsync();
            }
        }
    }
}
