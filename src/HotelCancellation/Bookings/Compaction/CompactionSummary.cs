namespace HotelCancellation.Bookings.Compaction;

/// <summary>How a compaction ended.</summary>
public enum CompactionResult
{
    /// <summary>Everything that was finished in the inbox is in columnar files.</summary>
    Done,

    /// <summary>Another process is at it.</summary>
    Busy,

    /// <summary>Another process changed the same files, although it had no lease any more. Nothing is lost; the next run goes on.</summary>
    Conflict,
}

/// <summary>What a compaction did.</summary>
public sealed record CompactionSummary
{
    /// <summary>How it ended.</summary>
    public required CompactionResult Result { get; init; }

    /// <summary>Files of the inbox that were taken.</summary>
    public int InboxFiles { get; init; }

    /// <summary>Events read from them, repeats among them.</summary>
    public long Read { get; init; }

    /// <summary>Events that no columnar file had.</summary>
    public long Added { get; init; }

    /// <summary>Columnar files written.</summary>
    public int FilesWritten { get; init; }

    /// <summary>Replaced columnar files and compacted inbox files that were removed since their time was over.</summary>
    public int FilesRemoved { get; init; }

    /// <summary>Files of the inbox with a line that cannot be read. They stay; the log names them.</summary>
    public int Unreadable { get; init; }
}
