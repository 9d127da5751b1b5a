using HotelCancellation.Bookings;
using HotelCancellation.Simulation;
using HotelCancellation.Training;

namespace HotelCancellation.Benchmarks;

/// <summary>How much is measured, and on what: the same bookings and the same shape of model for every part.</summary>
internal sealed record BenchPlan
{
    /// <summary>Trees of the model.</summary>
    public const int Trees = 400;

    /// <summary>Leaves of a tree.</summary>
    public const int Leaves = 63;

    /// <summary>Rounds of wrk, each with every target once.</summary>
    public required int HttpRounds { get; init; }

    /// <summary>Seconds of wrk for one target in one round.</summary>
    public required int HttpSeconds { get; init; }

    /// <summary>Seconds that each target is loaded for before anything is measured, so that the JIT compiler is done.</summary>
    public required int HttpWarmUpSeconds { get; init; }

    /// <summary>Groups of batches that the row part measures.</summary>
    public required int RowGroups { get; init; }

    /// <summary>Rounds of bulk scoring, each with every contender once.</summary>
    public required int BulkRounds { get; init; }

    /// <summary>For figures that are quoted.</summary>
    public static BenchPlan Full { get; } = new() { HttpRounds = 5, HttpSeconds = 3, HttpWarmUpSeconds = 6, RowGroups = 150, BulkRounds = 7 };

    /// <summary>For a look.</summary>
    public static BenchPlan Quick { get; } = new() { HttpRounds = 3, HttpSeconds = 2, HttpWarmUpSeconds = 4, RowGroups = 30, BulkRounds = 5 };

    /// <summary>The training: the product's defaults but for the size that is compared everywhere.</summary>
    public static TrainingOptions Training { get; } = new() { Trees = Trees, Leaves = Leaves, Seed = 1 };

    /// <summary>The bookings: some 98,000 of three hotels in two years.</summary>
    public static GeneratorOptions Data { get; } = new() { Seed = 1 };

    /// <summary>Arrivals from here on are not trained on.</summary>
    public static DateOnly Split { get; } = new(2026, 1, 1);

    /// <summary>The bookings.</summary>
    public static IReadOnlyList<BookingEvent> Bookings() => [.. new BookingGenerator(Data).Events()];
}
