namespace HotelCancellation.Features.Store;

/// <summary>A row of table <c>features</c>: series, or what one booking has added to them.</summary>
/// <param name="Name">Its name within the property; see <see cref="LedgerNames"/>.</param>
/// <param name="Tag">The version it was read as; null where there was none.</param>
internal sealed record LedgerRow(string Name, string? Tag)
{
    /// <summary>The series.</summary>
    public LedgerDocument Document { get; init; } = LedgerDocument.Empty;

    /// <summary>What the booking has added.</summary>
    public OwnEntries Own { get; init; } = OwnEntries.None;

    /// <summary>Whether it is a booking's row.</summary>
    public bool IsOwn => Name.StartsWith("b.", StringComparison.Ordinal);
}
