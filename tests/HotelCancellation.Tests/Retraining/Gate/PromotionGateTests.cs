using HotelCancellation.Retraining.Gate;

namespace HotelCancellation.Tests.Retraining.Gate;

/// <summary>Real challengers before the gate.</summary>
public sealed class PromotionGateTests(TrainedModels models) : IClassFixture<TrainedModels>
{
    private readonly PromotionGate _gate = new(new GateOptions());

    [Fact]
    public void Judge_TrulyBetterModel_IsPromoted()
    {
        var verdict = _gate.Judge(models.Question(models.Champion, models.Better));

        verdict.Outcome.ShouldBe(GateOutcome.Promote, verdict.Summary);
        verdict.The(Criterion.Brier).Low!.Value.ShouldBeGreaterThan(0);
        verdict.Rows.ShouldBeGreaterThan(2000);
    }

    [Fact]
    public void Judge_TrulyWorseModel_IsRefusedForBrier()
    {
        var verdict = _gate.Judge(models.Question(models.Better, models.Champion));

        verdict.Outcome.ShouldBe(GateOutcome.Refuse);
        verdict.FailedNames().ShouldContain(Criterion.Better);
        verdict.FailedNames().ShouldContain(Criterion.Brier);
    }

    [Fact]
    public void Judge_LabelNoise_IsRefusedForBrier()
    {
        var verdict = _gate.Judge(models.Question(models.Better, models.Noisy()));

        verdict.Outcome.ShouldBe(GateOutcome.Refuse);
        verdict.FailedNames().ShouldContain(Criterion.Better);
        verdict.FailedNames().ShouldContain(Criterion.Brier);
        verdict.The(Criterion.Brier).High!.Value.ShouldBeLessThan(0);
    }

    [Fact]
    public void Judge_LeakedColumn_IsRefusedForTheLeakAlone()
    {
        var (leaked, bookings) = models.Leaked();

        var verdict = _gate.Judge(models.Question(models.Champion, leaked, bookings));

        verdict.FailedNames().ShouldBe([Criterion.Leak], verdict.Summary);
        verdict.The(Criterion.Leak).Sentence.ShouldContain("'adr' is suspected");
        verdict.The(Criterion.Better).Passed.ShouldBeTrue();
    }

    [Fact]
    public void Judge_OnePropertyRuined_IsRefusedForThatPropertyAlone()
    {
        var verdict = _gate.Judge(models.Question(models.Champion, models.RuinedForOne()));

        verdict.FailedNames().ShouldBe([Criterion.Properties], verdict.Summary);
        verdict.The(Criterion.Properties).Sentence.ShouldContain($"more than chance: {TrainedModels.Small}.");
    }

    [Fact]
    public void Judge_Miscalibrated_IsRefusedForItsProbabilitiesAlone()
    {
        var verdict = _gate.Judge(models.Question(models.Champion, models.Miscalibrated()));

        verdict.FailedNames().ShouldBe([Criterion.Level, Criterion.Calibration, Criterion.CountError], verdict.Summary);
        verdict.The(Criterion.Better).Passed.ShouldBeTrue();
    }

    [Fact]
    public void Judge_ChallengerThatIsNotWhatWasJudged_IsRefusedForThatAlone()
    {
        var question = models.Question(models.Champion, models.Better);

        _gate.Judge(question with { TwinDistance = 0.15 }).The(Criterion.Twin).Passed.ShouldBeTrue();
        var verdict = _gate.Judge(question with { TwinDistance = 0.151 });

        verdict.FailedNames().ShouldBe([Criterion.Twin], verdict.Summary);
    }

    [Fact]
    public void Judge_ManyTimesSlower_IsRefusedForLatencyAlone()
    {
        var question = models.Question(models.Champion, models.Slow(), isTimed: true);

        var verdict = _gate.Judge(question);

        verdict.FailedNames().ShouldBe([Criterion.Latency], verdict.Summary);
        question.Challenger.RowNanoseconds.ShouldBeGreaterThan(10 * question.Champion!.RowNanoseconds);
    }

    [Fact]
    public void Judge_FirstModelThatForetells_IsPromoted()
    {
        var verdict = _gate.Judge(models.Question(null, models.Better));

        verdict.Outcome.ShouldBe(GateOutcome.Promote, verdict.Summary);
        verdict.Champion.ShouldBeNull();
        verdict.The(Criterion.Brier).Sentence.ShouldContain("beside that of each hotel's own rate");
    }

    [Fact]
    public void Judge_FirstModelThatIsMiscalibrated_IsRefused()
    {
        var verdict = _gate.Judge(models.Question(null, models.Miscalibrated()));

        verdict.Outcome.ShouldBe(GateOutcome.Refuse);
        verdict.FailedNames().ShouldContain(Criterion.Level);
        verdict.FailedNames().ShouldContain(Criterion.Calibration);
    }

    [Fact]
    public void Judge_FirstModelThatKnowsNothing_IsRefused()
    {
        // It says of all hotels what is true of all together.
        var question = models.Question(null, models.Better);
        var rate = question.Rows.Average(r => r.IsCancelled ? 1.0 : 0);

        var verdict = _gate.Judge(question with { Rows = [.. question.Rows.Select(r => r with { Challenger = rate })] });

        verdict.FailedNames().ShouldContain(Criterion.Better);
    }
}
