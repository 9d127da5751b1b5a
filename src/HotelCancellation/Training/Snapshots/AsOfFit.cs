using HotelCancellation.Model;

namespace HotelCancellation.Training.Snapshots;

/// <summary>A model and what it was learned from.</summary>
/// <param name="Model">The model.</param>
/// <param name="Snapshots">Rows learned from.</param>
/// <param name="Bookings">Bookings that they are of.</param>
/// <param name="Open">Of all bookings, those whose outcome was not known and is what the hazard makes of it.</param>
/// <param name="Slim">The model's trees, and what pruning and rounding have made of them.</param>
public sealed record AsOfFit(CancellationModel Model, int Snapshots, int Bookings, int Open, SlimEnsemble Slim);
