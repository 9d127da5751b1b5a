using System.IO.Compression;

namespace HotelCancellation.Predictions;

/// <summary>A block that is being filled, or waits to be written, and those who wait for it.</summary>
internal sealed class PendingBlock
{
    private static readonly int Epoch = new DateOnly(1970, 1, 1).DayNumber;

    /// <summary>Uncompressed: deflating costs as much again as the writing, for a third of bytes that are kept for a day.</summary>
    public RecordBlockWriter Writer { get; } = new(CompressionLevel.NoCompression);

    /// <summary>Who waits for it, where the log is acknowledged.</summary>
    public List<TaskCompletionSource> Callers { get; } = [];

    /// <summary>The day of all its records, in days since 1970.</summary>
    public int UnixDay { get; set; }

    /// <summary>The day of all its records.</summary>
    public DateOnly Day => DateOnly.FromDayNumber(Epoch + UnixDay);

    /// <summary>Tells those who wait.</summary>
    /// <param name="failure">Why the block is not durable; null where it is.</param>
    public void Settle(Exception? failure)
    {
        foreach (var caller in Callers)
        {
            if (failure is null)
            {
                caller.TrySetResult();
            }
            else
            {
                caller.TrySetException(failure);
            }
        }
    }
}
