using HotelCancellation.Monitoring;
using HotelCancellation.Retraining.Gate;
using HotelCancellation.Simulation;
using HotelCancellation.Simulation.Running;
using HotelCancellation.Training;
using HotelCancellation.Validation;

namespace HotelCancellation.Tests.Simulation.Running;

public sealed class LoopRunTests
{
    private static readonly TrainingOptions Training = new() { Trees = 30, LearningRate = 0.15, Leaves = 15, HazardTrees = 20, HazardLeaves = 15, MaturedTrees = 10, SnapshotStepDays = 42, MinimumRows = 100 };
    private static readonly WatchOptions Hotels = new() { Days = 70, HistoryDays = 200, BookingsPerDay = [25], Drift = DriftKind.Behaviour, Size = 2.5, Onset = 5, Seed = 4 };

    [Fact]
    public void Run_GuestsWhoChange_TrainsAndLetsInWhatIsBetter()
    {
        // Let in whatever is not much worse, so that both ends of the loop are seen.
        var gate = new GateOptions { MinRows = 100, LevelTolerance = 1, CalibrationTolerance = 0.5, CountTolerance = 1, PropertyTolerance = 0.5, CostTolerance = 1, RefreshTolerance = 0.1, BrierTolerance = 0.1, Rounds = 200 };
        var run = new LoopRun(
            new LoopOptions { From = Hotels.From, Days = Hotels.Days, CompareDays = 28, Rounds = 200 }, Training, new MonitoringOptions { ScheduleDays = 28, MinNewLabels = 50 }, gate,
            BookingValidator.Default, TimeProvider.System);

        var result = run.Run(Hotels.Histories(), null, default);

        result.Trainings.Count.ShouldBeInRange(2, 12);
        result.Trainings.Count(t => t.Promoted).ShouldBeGreaterThan(0, string.Join('\n', result.Trainings.Select(t => t.Verdict)));
        result.Trainings.ShouldAllBe(t => t.TwinDistance > 0 && t.TwinDistance < 0.2, "the twin is trained on other days than the challenger, by the same settings");
        result.Questions.ShouldBeInRange(1000, 70 * 40);
        result.AucGain.Value.ShouldBe(result.With.Auc - result.Without.Auc, 1e-9);
        result.BrierGain.Value.ShouldBe(result.Without.Brier - result.With.Brier, 1e-9);
        result.BrierGain.Value.ShouldBeGreaterThan(0, "cancellations are two and a half times as frequent, and the first model does not know");
    }

    [Fact]
    public void Run_AGateThatLetsNothingIn_AnswersAsWithoutTheLoop()
    {
        var run = new LoopRun(
            new LoopOptions { From = Hotels.From, Days = 35, CompareDays = 28, Rounds = 100 }, Training, new MonitoringOptions { ScheduleDays = 28, MinNewLabels = 50 }, new GateOptions { MinRows = 1_000_000 },
            BookingValidator.Default, TimeProvider.System);

        var result = run.Run(Hotels.Histories(), null, default);

        result.Trainings.ShouldNotBeEmpty();
        result.Trainings.ShouldAllBe(t => !t.Promoted);
        (result.AucGain.Value, result.BrierGain.Value).ShouldBe((0, 0));
    }
}
