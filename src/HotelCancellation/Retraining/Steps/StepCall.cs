namespace HotelCancellation.Retraining.Steps;

/// <summary>A step to be done.</summary>
/// <param name="RunId">The run.</param>
/// <param name="Step">One of <see cref="StepNames"/>.</param>
/// <param name="Input">What it needs, JSON.</param>
public sealed record StepCall(string RunId, string Step, string Input);

/// <summary>What came of a step: its result, or that somebody has ended the run.</summary>
/// <param name="Result">The result, JSON; null where the run was ended.</param>
/// <param name="CancelledBy">Who ended it.</param>
/// <param name="CancelReason">Why.</param>
public sealed record StepAnswer(string? Result, string? CancelledBy = null, string? CancelReason = null);
