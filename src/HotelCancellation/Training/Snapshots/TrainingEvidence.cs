using HotelCancellation.Model;

namespace HotelCancellation.Training.Snapshots;

/// <summary>What a training saw, for whoever has to know later what is usual.</summary>
/// <param name="Table">The snapshots, those of each booking's day of booking (number 0) among them.</param>
/// <param name="From">Of the snapshots, those of this day or later may have been learned from.</param>
/// <param name="Early">The model of the evaluation, which has learned nothing of <paramref name="Split"/> or later, with the corrections of the one that is kept.</param>
/// <param name="Split">The day that <paramref name="Early"/> was trained as of.</param>
/// <param name="End">Nothing of this day or later is known.</param>
/// <param name="Answers">What <paramref name="Early"/> said of matured bookings on their day of booking, corrected by other weeks.</param>
public sealed record TrainingEvidence(SnapshotTable Table, DateOnly From, CancellationModel Early, DateOnly Split, DateOnly End, IReadOnlyList<EvidenceAnswer> Answers);

/// <summary>An answer and what came of it.</summary>
/// <param name="Life">The booking, by its place in the table.</param>
/// <param name="Probability">The answer, 0 to 1.</param>
/// <param name="IsLost">Whether it was cancelled or not shown up for.</param>
public readonly record struct EvidenceAnswer(int Life, double Probability, bool IsLost);
