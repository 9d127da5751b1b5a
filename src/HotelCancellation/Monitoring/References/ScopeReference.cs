using HotelCancellation.Monitoring.Reports;
using HotelCancellation.Monitoring.Sketches;

namespace HotelCancellation.Monitoring.References;

/// <summary>What the bookings of a hotel, or of all, were in training.</summary>
public sealed record ScopeReference
{
    /// <summary>The columns, in the order of <see cref="ModelReference.Columns"/>.</summary>
    public required IReadOnlyList<ColumnReference> Columns { get; init; }

    /// <summary>Predicted probabilities on the day of booking, of bookings that the model had not learned from.</summary>
    public required ProbabilitySketch Probability { get; init; }

    /// <summary>The model's figures on bookings that it had not learned from; null where they are too few.</summary>
    public Baseline? Baseline { get; init; }

    /// <summary>Cancellations in the last year of training, a party counted as one: the relative variance of what is expected is about <see cref="Dispersion"/> over this.</summary>
    public required double PaceEvents { get; init; }

    /// <summary>The variance of weekly cancellations over that of independent ones, 1 or more.</summary>
    public required double Dispersion { get; init; }
}
