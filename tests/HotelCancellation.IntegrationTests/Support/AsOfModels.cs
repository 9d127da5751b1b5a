using HotelCancellation.Bookings;
using HotelCancellation.Bookings.Events;
using HotelCancellation.Model;
using HotelCancellation.Registry;
using HotelCancellation.Simulation;
using HotelCancellation.Simulation.Replays;
using HotelCancellation.TestSupport;
using HotelCancellation.Training;

namespace HotelCancellation.IntegrationTests.Support;

/// <summary>A model that is asked as of any day, trained quickly on generated bookings, and the bookings.</summary>
internal static class AsOfModels
{
    /// <summary>The model knows what happened before this day.</summary>
    public static DateOnly Cut { get; } = new(2024, 10, 1);

    public static IReadOnlyList<BookingEvent> Events { get; } =
    [
        .. new BookingEventStream(
            new GeneratorOptions { Properties = 2, BookingsPerDay = 6, From = new DateOnly(2024, 1, 1), Days = 400, HorizonDate = new DateOnly(2025, 2, 28), Seed = 9 },
            new EventStreamOptions { Seed = 9, ModifiedShare = 0.3, RepeatedShare = 0 }).Events(),
    ];

    public static IReadOnlyList<BookingHistory> Histories { get; } = HistoriesOf(Events);

    /// <summary>A replay of the one day, with its model.</summary>
    public static Replay Replay { get; } = new(
        Histories, new TrainingOptions { Trees = 25, MaturedTrees = 10, HazardTrees = 20, HazardLeaves = 15, Leaves = 15, MinimumRows = 100, Threads = 2 }, new ReplayOptions { From = Cut, Months = 1 });

    public static CancellationModel Model => Trained.Value;

    private static Lazy<CancellationModel> Trained { get; } = new(() => Replay.Fit(Cut, null, default).Model);

    public static IReadOnlyList<BookingHistory> HistoriesOf(IEnumerable<BookingEvent> events) =>
        [.. events.GroupBy(e => (e.Booking.PropertyId, e.Booking.BookingId)).Select(g => BookingHistory.Of(g))];

    public static BundleDraft Draft(CancellationModel? model = null) => TestModels.Draft(model: model ?? Model) with { Data = TestModels.Data() with { KnownBefore = Cut } };
}
