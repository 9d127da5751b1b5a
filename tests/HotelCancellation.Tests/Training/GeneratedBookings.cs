using HotelCancellation.Bookings;
using HotelCancellation.Simulation;
using HotelCancellation.Training;

namespace HotelCancellation.Tests.Training;

/// <summary>A year of a small group, and a training that is quick.</summary>
internal static class GeneratedBookings
{
    public static IReadOnlyList<BookingEvent> Small { get; } = [.. new BookingGenerator(new GeneratorOptions { Properties = 2, BookingsPerDay = 12, Days = 400, Seed = 11 }).Events()];

    public static TrainingOptions Quick { get; } = new() { Trees = 40, MaturedTrees = 10, PlainTrees = 100, Leaves = 15 };
}
