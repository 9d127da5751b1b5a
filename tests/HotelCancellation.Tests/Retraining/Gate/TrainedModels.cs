using HotelCancellation.Bookings;
using HotelCancellation.Features;
using HotelCancellation.Model;
using HotelCancellation.Retraining.Gate;
using HotelCancellation.Simulation;
using HotelCancellation.Training;

namespace HotelCancellation.Tests.Retraining.Gate;

/// <summary>
/// Real models, trained on bookings of three generated hotels that arrived before a day, and judged by bookings made since then. The champion knows
/// little, so that a challenger that knows all is truly better; the bad ones are such challengers with one thing wrong.
/// </summary>
public sealed class TrainedModels
{
    private static readonly TrainingOptions Options = new() { PlainTrees = 30, Leaves = 15, Threads = 1 };
    private static readonly string[] All = ["leadTimeDays", "adr", "nights", "adults", "specialRequests", "marketSegment", "distributionChannel", "depositType", "customerType", "previousCancellations", "propertyId"];

    /// <summary>The smallest of the hotels.</summary>
    public static readonly string Small = GeneratorOptions.NameOf(3);

    public static readonly DateOnly Split = new(2025, 3, 1);

    private readonly BookingEvent[] _bookings =
        [.. new BookingGenerator(new GeneratorOptions { Properties = 3, BookingsPerDayByProperty = [25, 25, 5], From = new DateOnly(2024, 1, 1), Days = 600, HorizonDate = new DateOnly(2025, 8, 23), Seed = 21 }).Events()];

    public TrainedModels()
    {
        Champion = Train(_bookings, Options with { Features = ["adr", "nights", "adults", "customerType", "propertyId"], PlainTrees = 15 });
        Better = Train(_bookings, Options with { Features = All });
    }

    public CancellationModel Champion { get; }

    public CancellationModel Better { get; }

    /// <summary>A quarter of the outcomes that it learned from were turned round.</summary>
    public CancellationModel Noisy() => Train(Turned(0.25, _ => true), Options with { Features = All });

    /// <summary>The outcomes of one hotel that it learned from were turned round.</summary>
    public CancellationModel RuinedForOne() => Train(Turned(1, b => b.Booking.PropertyId.Value == Small), Options with { Features = All });

    /// <summary>What it says is too high throughout.</summary>
    public CancellationModel Miscalibrated() =>
        Better.With(Better.Calibration with { Intercept = Better.Calibration.Intercept + 0.6 }, Better.CalibrationByProperty, Better.Rule);

    /// <summary>The same answers of a hundred and fifty times as many trees.</summary>
    public CancellationModel Slow() =>
        new(Better.Encoder, EnsembleBuilder.Sum([.. Enumerable.Repeat((Better.Ensemble, 1.0 / 150), 150)]), Better.Calibration, Better.Rule);

    /// <summary>A model that learned of a price that turns 0 with the cancellation, and bookings to be asked about of which that is so.</summary>
    public (CancellationModel Model, IReadOnlyList<BookingEvent> Bookings) Leaked()
    {
        BookingEvent[] bookings = [.. _bookings.Select(b => b.Status.IsCancellation() ? b with { Booking = b.Booking with { Adr = 0 } } : b)];
        return (Train(bookings, Options with { Features = All }), bookings);
    }

    /// <summary>Both on the bookings made from the day of training on; timed or taken to be equally fast.</summary>
    public GateQuestion Question(CancellationModel? champion, CancellationModel challenger, IReadOnlyList<BookingEvent>? bookings = null, bool isTimed = false)
    {
        var asked = TrainingSet.Of(bookings ?? _bookings).Bookings.Where(b => b.Booking.BookedOn >= Split).ToList();
        BookingAt[] at = [.. asked.Select(b => new BookingAt(b.Booking, b.Booking.BookedOn))];
        bool[] outcomes = [.. asked.Select(b => b.Status.IsCancellation())];
        var (before, after) = isTimed ? new RowTimer(TimeProvider.System).Measure(champion, challenger, at) : (2_000, 2_000);
        return Questions.Of([.. at.Select((a, i) => GateRow.Of(a, outcomes[i], champion?.Probability(a), challenger.Probability(a)))]) with
        {
            Champion = champion is null ? null : Facts("m-00000000000a", champion, before!.Value),
            Challenger = Facts("m-00000000000b", challenger, after),
            From = Split,
        };

        GateModel Facts(string version, CancellationModel model, double nanoseconds) => Questions.Model(version) with
        {
            KnownBefore = Split,
            Threshold = model.Rule.Threshold,
            RowNanoseconds = nanoseconds,
            Features = [.. model.Encoder.Features.Select(f => f.Name)],
            RequiredFields = GateModel.Fields(model),
            Evidence = FeatureEvidence.Of(model, at, outcomes),
        };
    }

    private BookingEvent[] Turned(double share, Func<BookingEvent, bool> which)
    {
        var random = new Random(5);
        return [.. _bookings.Select(b => which(b) && b.Status.IsResolved() && random.NextDouble() < share ? Turned(b) : b)];
    }

    // The day stays, so that the same arrivals have matured.
    private static BookingEvent Turned(BookingEvent booking) =>
        booking with { Status = booking.Status.IsCancellation() ? BookingStatus.CheckedOut : BookingStatus.Cancelled };

    private static CancellationModel Train(IReadOnlyList<BookingEvent> bookings, TrainingOptions options) =>
        new ModelTrainer(options, TimeProvider.System).Train(bookings, Split, null, default).Model;
}
