namespace HotelCancellation.Features.Store;

/// <summary>Finds series: over events in memory for training, over rows of the table for serving.</summary>
public interface ILedger
{
    /// <summary>A series; empty where nothing was ever counted.</summary>
    DaySeries Find(in LedgerKey key);
}
