namespace HotelCancellation.Features.Store;

/// <summary>What a booking adds to a series.</summary>
/// <param name="Key">The series.</param>
/// <param name="Day">The day from whose end on it counts, as <see cref="DateOnly.DayNumber"/>: a question as of a later day sees it.</param>
/// <param name="Counts">What is added.</param>
public readonly record struct LedgerEntry(LedgerKey Key, int Day, LedgerCounts Counts);
