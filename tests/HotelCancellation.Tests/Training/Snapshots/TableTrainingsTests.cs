using HotelCancellation.Bookings.Events;
using HotelCancellation.Model;
using HotelCancellation.Training;
using HotelCancellation.Training.Snapshots;

namespace HotelCancellation.Tests.Training.Snapshots;

public class TableTrainingsTests
{
    private static readonly DateOnly Day = new(2025, 1, 1);
    private static readonly Lazy<SnapshotTable> All = new(() => Table(Lives.Generated));

    [Fact]
    public void Model_OfAnEarlierDay_KnowsNothingOfThatDayOrLater()
    {
        var trainer = new AsOfModelTrainer(Lives.Quick, TimeProvider.System);

        var model = trainer.Model(new TableTrainings(All.Value), Day, default);

        ShouldBeTheSame(model, trainer.Model(new TableTrainings(Table(Lives.Generated.Before(Day))), Day, default));
    }

    [Fact]
    public void Fit_AfterOtherSettings_IsTheOneItIsAlone()
    {
        var trainings = new TableTrainings(All.Value);
        var options = Lives.Quick with { Leaves = 7, MinimumRowsPerLeaf = 60, L2 = 16, FeatureShare = 0.7, Trees = 15 };
        _ = trainings.Fit(Lives.Quick, Day, null, default);

        var fit = trainings.Fit(options, Day, null, default);

        var alone = new AsOfTrainer(options).Train(All.Value, Day, null, default);
        ShouldBeTheSame(fit.Model, alone.Model);
        (fit.Snapshots, fit.Bookings, fit.Open).ShouldBe((alone.Snapshots, alone.Bookings, alone.Open));
    }

    [Fact]
    public void Fit_OtherSettingsOfTheHazard_IsAnotherOne()
    {
        var trainings = new TableTrainings(All.Value);
        var fit = trainings.Fit(Lives.Quick, Day, null, default);

        foreach (var options in new[] { Lives.Quick with { HazardTrees = 5 }, Lives.Quick with { HazardLeaves = 4 }, Lives.Quick with { Seed = 2 }, Lives.Quick with { WindowDays = 200 } })
        {
            trainings.Fit(options, Day, null, default).Model.Ensemble.LeafValue.ShouldNotBe(fit.Model.Ensemble.LeafValue);
        }
    }

    [Fact]
    public void Fit_AskedForAgain_IsNotTrainedAgain()
    {
        var trainings = new TableTrainings(All.Value);

        var fit = trainings.Fit(Lives.Quick, Day, null, default);

        trainings.Fit(Lives.Quick with { }, Day, null, default).ShouldBeSameAs(fit);
        trainings.Fit(Lives.Quick, Day.AddDays(-1), null, default).ShouldNotBeSameAs(fit);
    }

    [Fact]
    public void Fit_RefusedOnce_IsTriedAgain()
    {
        var trainings = new TableTrainings(All.Value);
        var never = new DateOnly(2024, 1, 5);

        Should.Throw<TrainingRefusedException>(() => trainings.Fit(Lives.Quick, never, null, default));

        Should.Throw<TrainingRefusedException>(() => trainings.Fit(Lives.Quick, never, null, default)).Message.ShouldContain("Training:MinimumRows");
    }

    private static void ShouldBeTheSame(CancellationModel one, CancellationModel other)
    {
        one.Ensemble.LeafValue.ShouldBe(other.Ensemble.LeafValue);
        one.Ensemble.Threshold.ShouldBe(other.Ensemble.Threshold);
        one.Ensemble.Feature.ShouldBe(other.Ensemble.Feature);
        one.Calibration.ShouldBe(other.Calibration);
        one.Rule.ShouldBe(other.Rule);
        one.CalibrationByProperty.ShouldBe(other.CalibrationByProperty, ignoreOrder: true);
    }

    private static SnapshotTable Table(IEnumerable<BookingHistory> histories) =>
        SnapshotTable.Of(AsOfTrainer.Order(histories), AsOfTrainer.Features(Lives.Quick), Lives.Quick.SnapshotStepDays, Day.AddDays(-900), new DateOnly(2025, 8, 1));
}
