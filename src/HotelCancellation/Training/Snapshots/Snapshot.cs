namespace HotelCancellation.Training.Snapshots;

/// <summary>A booking as it stood on a day: a row to learn from.</summary>
/// <param name="Life">Which booking, by its place.</param>
/// <param name="Day">The day, as <see cref="DateOnly.DayNumber"/>.</param>
/// <param name="Number">0 for the day of booking; 1, 2, ... for the later ones.</param>
/// <param name="Days">Days until the booking's next snapshot, or until the day after its arrival.</param>
public readonly record struct Snapshot(int Life, int Day, int Number, int Days);
