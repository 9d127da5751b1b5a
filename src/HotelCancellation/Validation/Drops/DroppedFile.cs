namespace HotelCancellation.Validation.Drops;

/// <summary>How storage lets a file be written.</summary>
internal enum DropKind
{
    /// <summary>It appears when all of it is there.</summary>
    Whole,

    /// <summary>It may grow.</summary>
    Growing,

    /// <summary>A disk's image.</summary>
    Pages,
}

/// <summary>That a file has been dealt with.</summary>
/// <param name="Status">How.</param>
/// <param name="At">When, UTC.</param>
/// <param name="Bytes">Its length then.</param>
internal sealed record DropMark(DropStatus Status, DateTimeOffset At, long Bytes);

/// <summary>A file in the container.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">How it is written.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Tag">Its version.</param>
/// <param name="Changed">When it was last written to, or marked.</param>
/// <param name="Metadata">What its sender and this program have noted with it.</param>
/// <param name="Mark">That it has been dealt with; null where it has not, or has grown since.</param>
internal sealed record DroppedFile(string Name, DropKind Kind, long Bytes, string Tag, DateTimeOffset Changed, IReadOnlyDictionary<string, string> Metadata, DropMark? Mark);

/// <summary>A file was changed or removed while it was read.</summary>
internal sealed class DropChangedException(Exception cause) : Exception("The file was changed while it was read.", cause);
