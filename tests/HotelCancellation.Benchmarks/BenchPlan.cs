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

    /// <summary>Seconds of wrk for FastAPI, and for the echo that reads nothing, in one round.</summary>
    public required int HttpPeerSeconds { get; init; }

    /// <summary>Seconds that our host is loaded for before anything is measured, so that the JIT compiler is done; the echo, with a tenth of the code, has a quarter.</summary>
    public required int HttpWarmUpSeconds { get; init; }

    /// <summary>Requests of many bookings.</summary>
    public required int Batches { get; init; }

    /// <summary>Groups of batches that the row part measures.</summary>
    public required int RowGroups { get; init; }

    /// <summary>Whether a row is measured against one-hot columns too.</summary>
    public required bool WithOneHot { get; init; }

    /// <summary>Rounds of bulk scoring, each with every contender once.</summary>
    public required int BulkRounds { get; init; }

    /// <summary>Starts of each host, by turns.</summary>
    public required int Starts { get; init; }

    /// <summary>Rounds at a given rate, each with the echo and predictions.</summary>
    public required int SteadyRounds { get; init; }

    /// <summary>Seconds of one target in one of those rounds.</summary>
    public required int SteadySeconds { get; init; }

    /// <summary>Seconds at that rate, with swaps, before anything is measured.</summary>
    public required int OpenWarmUpSeconds { get; init; }

    /// <summary>Rounds at a given rate, each with the echo, predictions with swaps, and the echo beside swaps.</summary>
    public required int OpenRounds { get; init; }

    /// <summary>Seconds of one target in one of those rounds.</summary>
    public required int OpenSeconds { get; init; }

    /// <summary>Seconds of a load that can be answered, between those of too much.</summary>
    public required int PeakSeconds { get; init; }

    /// <summary>How often there is too much load.</summary>
    public required int OverloadTurns { get; init; }

    /// <summary>Seconds of too much load, each time.</summary>
    public required int OverloadSeconds { get; init; }

    /// <summary>Seconds of too much load by callers who ask again at once.</summary>
    public required int ImpatientSeconds { get; init; }

    /// <summary>Trainings of each kind, by turns.</summary>
    public required int TrainRounds { get; init; }

    /// <summary>For figures that are quoted.</summary>
    public static BenchPlan Full { get; } = new()
    {
        HttpRounds = 5,
        HttpSeconds = 3,
        HttpPeerSeconds = 1,
        HttpWarmUpSeconds = 40,
        Batches = 5,
        RowGroups = 150,
        WithOneHot = true,
        BulkRounds = 7,
        Starts = 11,
        SteadyRounds = 6,
        SteadySeconds = 3,
        OpenWarmUpSeconds = 30,
        OpenRounds = 5,
        OpenSeconds = 4,
        PeakSeconds = 8,
        OverloadTurns = 3,
        OverloadSeconds = 60,
        ImpatientSeconds = 20,
        TrainRounds = 2,
    };

    /// <summary>For a look.</summary>
    public static BenchPlan Quick { get; } = new()
    {
        HttpRounds = 3,
        HttpSeconds = 2,
        HttpPeerSeconds = 1,
        HttpWarmUpSeconds = 14,
        Batches = 2,
        RowGroups = 30,
        WithOneHot = false,
        BulkRounds = 5,
        Starts = 5,
        SteadyRounds = 3,
        SteadySeconds = 2,
        OpenWarmUpSeconds = 5,
        OpenRounds = 3,
        OpenSeconds = 3,
        PeakSeconds = 3,
        OverloadTurns = 1,
        OverloadSeconds = 10,
        ImpatientSeconds = 6,
        TrainRounds = 1,
    };

    /// <summary>The training: the product's defaults but for the size that is compared everywhere.</summary>
    public static TrainingOptions Training { get; } = new() { Trees = Trees, Leaves = Leaves, Seed = 1 };

    /// <summary>The bookings: some 98,000 of three hotels in two years.</summary>
    public static GeneratorOptions Data { get; } = new() { Seed = 1 };

    /// <summary>Arrivals from here on are not trained on.</summary>
    public static DateOnly Split { get; } = new(2026, 1, 1);

    /// <summary>The bookings.</summary>
    public static IReadOnlyList<BookingEvent> Bookings() => [.. new BookingGenerator(Data).Events()];
}
