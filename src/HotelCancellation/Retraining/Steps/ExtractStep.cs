using HotelCancellation.Bookings.Compaction;
using HotelCancellation.Retraining.Workflows;
using HotelCancellation.Training;

namespace HotelCancellation.Retraining.Steps;

/// <summary>All that was taken in before a day, to a data set that is named by its content. Cut off and done again it may find more, and make another one; nobody has read the first.</summary>
internal sealed class ExtractStep(ColumnarEvents events, BlobHistories sets) : IStep<ExtractInput, ExtractedData>
{
    public async Task<ExtractedData> RunAsync(string runId, ExtractInput input, CancellationToken cancellationToken)
    {
        await using var file = await HistoryFile.WriteAsync(events.ReadAsync(null, input.AsOf, cancellationToken), cancellationToken);
        if (file.Counts.Bookings == 0)
        {
            return new ExtractedData(null, $"No booking event speaks of a day before {input.AsOf:yyyy-MM-dd}.", 0, 0);
        }

        await sets.SaveAsync(file, cancellationToken);
        return new ExtractedData(file.Fingerprint, null, file.Counts.Bookings, file.Counts.Events);
    }
}
