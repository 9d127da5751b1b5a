namespace HotelCancellation.Retraining.Engine;

/// <summary>A step of a run, for whoever follows it.</summary>
/// <param name="Name">The step, or what was waited for.</param>
/// <param name="Attempts">How often it was begun; 0 for a wait.</param>
/// <param name="FinishedAt">When it was finished, UTC; null while it is not.</param>
/// <param name="Failure">What went wrong the last time; null where nothing has.</param>
public sealed record RunStep(string Name, int Attempts, DateTimeOffset? FinishedAt, string? Failure);
