using HotelCancellation.Monitoring.Statistics;
using HotelCancellation.Monitoring.Triggers;
using HotelCancellation.Training;

namespace HotelCancellation.Simulation.Running;

/// <summary>A training of the loop.</summary>
/// <param name="Day">The day.</param>
/// <param name="Causes">Why.</param>
/// <param name="Promoted">Whether its model became the champion.</param>
/// <param name="Verdict">What the gate said.</param>
/// <param name="TwinDistance">How far apart, on average, the probabilities of the challenger and of its twin are; null where nothing was asked.</param>
public sealed record LoopTraining(DateOnly Day, IReadOnlyList<TriggerCause> Causes, bool Promoted, string Verdict, double? TwinDistance);

/// <summary>The same stream of bookings with the loop and without it.</summary>
public sealed record LoopResult
{
    /// <summary>Questions: bookings made on the days walked through whose outcome is known, each as of its day of booking.</summary>
    public required int Questions { get; init; }

    /// <summary>The models that the loop had in charge, each on its days.</summary>
    public required BinaryMetrics With { get; init; }

    /// <summary>The first model, on all days.</summary>
    public required BinaryMetrics Without { get; init; }

    /// <summary>What the loop adds to the AUC; drawn by day of booking.</summary>
    public required Interval AucGain { get; init; }

    /// <summary>What it takes from the Brier score; drawn by day of booking.</summary>
    public required Interval BrierGain { get; init; }

    /// <summary>The trainings, but for the first.</summary>
    public required IReadOnlyList<LoopTraining> Trainings { get; init; }
}
