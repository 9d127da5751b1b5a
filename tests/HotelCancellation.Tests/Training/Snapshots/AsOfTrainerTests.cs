using HotelCancellation.Bookings;
using HotelCancellation.Bookings.Events;
using HotelCancellation.Features;
using HotelCancellation.Training;
using HotelCancellation.Training.Snapshots;

namespace HotelCancellation.Tests.Training.Snapshots;

public class AsOfTrainerTests
{
    private static readonly DateOnly Cut = new(2025, 1, 1);
    private static readonly Lazy<(SnapshotTable Table, AsOfFit Fit)> Trained = new(() => Train(Lives.Generated));

    [Fact]
    public void Train_OnWhatTheDayKnew_IsTheModelOfTheWholeHistories()
    {
        // Whatever happens on the day or later, to whichever booking, changes nothing.
        var known = Train(Lives.Generated.Before(Cut)).Fit;

        var fit = Trained.Value.Fit;
        known.Model.Ensemble.LeafValue.ShouldBe(fit.Model.Ensemble.LeafValue);
        known.Model.Ensemble.Threshold.ShouldBe(fit.Model.Ensemble.Threshold);
        known.Model.Ensemble.Feature.ShouldBe(fit.Model.Ensemble.Feature);
        (known.Snapshots, known.Bookings, known.Open).ShouldBe((fit.Snapshots, fit.Bookings, fit.Open));
        known.Model.Encoder.Features.SelectMany(f => f.Values).ShouldBe(fit.Model.Encoder.Features.SelectMany(f => f.Values), ignoreOrder: true);
    }

    [Fact]
    public void Train_OtherOutcomesBeforeTheDay_IsAnotherModel()
    {
        // The test above would pass for a model that looks at nothing.
        var others = Lives.Generated.Select((h, i) => i % 10 == 0 ? BookingHistory.Of(h.Events.Select(e => e.Event.Status == BookingStatus.CheckedOut ? e.Event with { Status = BookingStatus.NoShow } : e.Event)) : h);

        Train(others).Fit.Model.Ensemble.LeafValue.ShouldNotBe(Trained.Value.Fit.Model.Ensemble.LeafValue);
    }

    [Fact]
    public void Train_HistoriesInAnotherOrder_IsTheSameModel()
    {
        var shuffled = Lives.Generated.ToArray();
        new Random(4).Shuffle(shuffled);

        Train(shuffled).Fit.Model.Ensemble.LeafValue.ShouldBe(Trained.Value.Fit.Model.Ensemble.LeafValue);
    }

    [Fact]
    public void Train_OpenBookings_AreAllLearnedFrom()
    {
        var (table, fit) = Trained.Value;

        fit.Open.ShouldBe(table.Lives.Count(l => l.IsOnBooks(Cut.DayNumber)));
        fit.Open.ShouldBeGreaterThan(100);
        fit.Model.Calibration.ShouldBe(HotelCancellation.Model.Calibration.None);
    }

    [Fact]
    public void Train_PrunedAndRounded_TakesLessAndLearnsOfTheSame()
    {
        var fit = Trained.Value.Fit;

        var slim = Train(Lives.Generated, Lives.Quick with { PruneTolerance = 0.1, LeafBits = 8 }).Fit;

        slim.Slim.Ensemble.ShouldBeSameAs(slim.Model.Ensemble);
        slim.Model.Ensemble.LeafBits.ShouldBe(8);
        slim.Slim.TrainedLeaves.ShouldBe(fit.Model.Ensemble.LeafValue.Length);
        slim.Model.Ensemble.LeafValue.Length.ShouldBeLessThan(slim.Slim.TrainedLeaves);
        slim.Slim.PrunedBy.ShouldBeInRange(0.05, 0.1);
        (slim.Snapshots, slim.Bookings, slim.Open).ShouldBe((fit.Snapshots, fit.Bookings, fit.Open));
    }

    [Fact]
    public void Probability_OfOneModel_AnswersAtBookingAndOnAnyLaterDay()
    {
        var (table, fit) = Train(Lives.Generated, Lives.Quick with { Trees = 150, HazardTrees = 150 });
        var scores = new[] { 0, 7, 30 }.Select(later =>
        {
            // Open bookings alone: those that are asked about on such a day.
            var asked = Enumerable.Range(0, table.Lives.Count).Where(i => table.Lives[i].BookedOn >= Cut.DayNumber && table.Lives[i].BookedOn < Cut.DayNumber + 120
                && table.Lives[i].History.State!.Outcome is not null && (later == 0 || table.Lives[i].IsOnBooks(table.Lives[i].BookedOn + later))).ToArray();
            return BinaryMetrics.Of(
                [.. asked.Select(i => fit.Model.Probability(table.At(i, table.Lives[i].BookedOn + later)))],
                [.. asked.Select(i => table.Lives[i].History.State!.Outcome!.Value.IsCancellation)]);
        }).ToArray();

        scores.ShouldAllBe(s => s.N > 200 && s.Auc > 0.7 && Math.Abs(s.MeanP - s.Base) < 0.06);
    }

    [Fact]
    public void Train_TooFewMaturedArrivals_IsRefused()
    {
        var few = SnapshotTable.Of(AsOfTrainer.Order(Lives.Generated.Take(80)), AsOfTrainer.Features(Lives.Quick), 14, new DateOnly(2024, 1, 1), Cut);

        Should.Throw<TrainingRefusedException>(() => new AsOfTrainer(Lives.Quick).Train(few, Cut, null, default)).Message.ShouldContain("arrived before 2025-01-01");
    }

    [Theory]
    [MemberData(nameof(Leaks))]
    public void Features_ColumnKnownLater_IsRefusedByName(string name)
    {
        // What `train --features` gives on, by the name of the catalogue or as the public file has it.
        foreach (var written in new[] { name, string.Concat(name.Select(c => char.IsUpper(c) ? $"_{char.ToLowerInvariant(c)}" : $"{c}")) })
        {
            var options = Lives.Quick with { Features = ["adr", written] };

            Should.Throw<TrainingRefusedException>(() => AsOfTrainer.Features(options)).Message.ShouldContain($"Feature '{written}' is refused");
            Should.Throw<TrainingRefusedException>(() => new AsOfModelTrainer(options, TimeProvider.System).Train([.. Lives.Generated], null, default)).Message.ShouldContain($"Feature '{written}' is refused");
            Should.Throw<TrainingRefusedException>(() => new ModelTrainer(options, TimeProvider.System).Train(GeneratedBookings.Small, new DateOnly(2024, 11, 1), null, default)).Message.ShouldContain($"Feature '{written}' is refused");
        }
    }

    public static TheoryData<string> Leaks => [.. LeakNames];

    private static IEnumerable<string> LeakNames => FeatureCatalog.All.Where(f => f.KnownAt == KnownAt.Later).Select(f => f.Name);

    [Fact]
    public void Leaks_OfTheCatalogue_AreAllThatThePublicFileHas() =>
        LeakNames.ShouldBe(
            ["isCanceled", "reservationStatus", "reservationStatusDate", "status", "statusDate", "assignedRoomType", "bookingChanges", "daysInWaitingList", "requiredCarParkingSpaces", "country", "arrivalYear"], ignoreOrder: true);

    private static (SnapshotTable Table, AsOfFit Fit) Train(IEnumerable<BookingHistory> histories, TrainingOptions? options = null)
    {
        var table = SnapshotTable.Of(AsOfTrainer.Order(histories), AsOfTrainer.Features(Lives.Quick), Lives.Quick.SnapshotStepDays, Cut.AddDays(-730), Cut);
        return (table, new AsOfTrainer(options ?? Lives.Quick).Train(table, Cut, null, default));
    }
}
