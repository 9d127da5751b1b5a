using HotelCancellation.Monitoring;
using HotelCancellation.Monitoring.Drift;
using Xunit.Abstractions;

namespace HotelCancellation.Tests.Monitoring.Drift;

public class DriftJudgeTests(ITestOutputHelper output)
{
    private static readonly Hotel Site = new(1, plainColumns: 18);
    private static readonly DriftJudge Judge = new(new MonitoringOptions());

    [Theory]
    [InlineData(50)]
    [InlineData(200)]
    [InlineData(2000)]
    public void Judge_OfNoChange_RaisesFewerFalseAlarmsThanTheLevel(int rows)
    {
        // A level that can be measured: one in twenty judgements of 25 columns, and no threshold that would hide them.
        const int Runs = 200;
        var judge = new DriftJudge(new MonitoringOptions { Alpha = 0.05, PsiThreshold = 0.01, MissingRise = 0.001, NewCategoryRise = 0.001 });
        var (drifts, moves, troubles, byDefault) = (0, 0, 0, 0);
        for (var run = 0; run < Runs; run++)
        {
            var columns = Site.Compare(10_000 + run, rows, new Change());
            var verdict = judge.Judge(columns);
            drifts += verdict.IsDrift ? 1 : 0;
            moves += verdict.Columns.Any(c => c.State is DriftState.Drifted or DriftState.Moved) ? 1 : 0;
            troubles += verdict.Columns.Any(c => c.Troubles.Count > 0) ? 1 : 0;
            byDefault += Judge.Judge(columns) is { IsDrift: true } or { IsFeedBroken: true } ? 1 : 0;
        }

        // Three standard deviations above 5 % of 200.
        drifts.ShouldBeLessThan(20);
        moves.ShouldBeLessThan(20);
        troubles.ShouldBeLessThan(20);

        // The default is one in a thousand at most.
        byDefault.ShouldBeLessThanOrEqualTo(1);
        output.WriteLine($"{rows} rows: drift {drifts}, moved {moves}, trouble {troubles}, with the defaults {byDefault} of {Runs}.");
    }

    [Theory]
    [InlineData("price")]
    [InlineData("mix")]
    [InlineData("agent")]
    public void Judge_OfARealChange_IsDriftAndNoTrouble(string kind)
    {
        var (change, column) = kind switch
        {
            "price" => (new Change { Price = 1.15 }, "price"),
            "mix" => (new Change { Mix = 0.15 }, "segment"),
            _ => (new Change { NewAgent = 0.12 }, "agent"),
        };
        var verdicts = Enumerable.Range(0, 20).Select(run => Judge.Judge(Site.Compare(30_000 + run, 2000, change))).ToArray();

        verdicts.Count(v => State(v, column) is DriftState.Drifted or DriftState.Moved).ShouldBe(20);
        verdicts.ShouldAllBe(v => !v.IsFeedBroken);
        verdicts.Count(v => v.IsDrift).ShouldBe(20);
    }

    [Fact]
    public void Judge_OfNewAgents_NamesThemBesideTheDrift()
    {
        var column = Column(Judge.Judge(Site.Compare(1, 2000, new Change { NewAgent = 0.12 })), "agent");

        column.Troubles.ShouldBe([DataTrouble.NewCategories]);
        column.Reasons.ShouldContain(r => r.StartsWith("agent has new values: 1", StringComparison.Ordinal));
        column.Reasons.ShouldContain(r => r.Contains("values not seen before went from", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(50)]
    [InlineData(300)]
    [InlineData(2000)]
    public void Judge_OfAThirdMissing_IsABrokenFeedAndNoDrift(int rows)
    {
        foreach (var change in new[] { new Change { MissingMeal = 0.3 }, new Change { MissingAgent = 0.3 } })
        {
            var verdicts = Enumerable.Range(0, 20).Select(run => Judge.Judge(Site.Compare(40_000 + run, rows, change))).ToArray();

            // Of 50 bookings one in seven has no agent anyhow, so that a third more is not always beyond chance.
            verdicts.Count(v => v.IsFeedBroken).ShouldBeGreaterThanOrEqualTo(rows == 50 ? 10 : 20);
            verdicts.ShouldAllBe(v => !v.IsDrift);
        }
    }

    [Fact]
    public void Judge_OfADerivedColumn_DoesNotTakeTheFaultForDrift()
    {
        var verdict = Judge.Judge(Site.Compare(1, 2000, new Change { MissingAgent = 0.3 }));

        Column(verdict, "agent").Troubles.ShouldBe([DataTrouble.Missing]);
        Column(verdict, "agentShare").Reasons.ShouldHaveSingleItem().ShouldBe("agentShare is not judged: it is computed from agent, which has lost values.");
    }

    [Fact]
    public void Judge_OfMoreDirectBookings_IsDriftAlthoughAgentsAreMissing()
    {
        var verdict = Judge.Judge(Site.Compare(1, 2000, new Change { Mix = 0.15 }));

        verdict.IsDrift.ShouldBeTrue();
        verdict.IsFeedBroken.ShouldBeFalse();
        Column(verdict, "agent").Reasons.ShouldContain(r => r.EndsWith("segment has changed as well, so that it is taken for a change of the world.", StringComparison.Ordinal));
    }

    [Fact]
    public void Judge_OfASeasonLikeLastYears_IsNoDrift()
    {
        var june = new Change { Price = 1.3 };

        var (alike, unlike) = (Judge.Judge(Site.Compare(1, 2000, june, june)), Judge.Judge(Site.Compare(1, 2000, june with { Price = 1.69 }, june)));

        alike.IsDrift.ShouldBeFalse();
        Column(alike, "price").FromReference!.JudgedPsi.ShouldBeGreaterThan(0.5);
        Column(alike, "price").Reasons.ShouldHaveSingleItem().ShouldContain("as it was in the same season of last year");
        unlike.IsDrift.ShouldBeTrue();
        unlike.Reasons.ShouldContain(r => r.Contains("unlike the same season of last year, too", StringComparison.Ordinal));

        // What is like the training data is no drift either, whatever last year's season was.
        Judge.Judge(Site.Compare(1, 2000, new Change(), june)).IsDrift.ShouldBeFalse();
    }

    [Fact]
    public void Judge_WithImportance_WeighsAndIgnores()
    {
        var columns = Site.Compare(1, 2000, new Change { Price = 1.3 });

        DriftVerdict With(double price) => Judge.Judge([.. columns.Select(c => c with { Importance = c.Name == "price" ? price : 1 })]);

        With(10).Severity.ShouldBe(With(1).Severity * (10 / 34.0) * 25, 1e-9);
        With(0.1).IsDrift.ShouldBeFalse();
        With(0.1).Reasons.ShouldHaveSingleItem().ShouldBe("1 more drifted that the model hardly looks at: price.");
        With(10).Columns[0].Name.ShouldBe("price");
    }

    [Fact]
    public void Judge_WithADesignEffect_AsksForMoreEvidence()
    {
        var columns = Site.Compare(1, 200, new Change { Price = 1.2 });

        Judge.Judge(columns).IsDrift.ShouldBeTrue();
        Judge.Judge([.. columns.Select(c => c with { DesignEffect = 3.5 })]).IsDrift.ShouldBeFalse();
    }

    [Fact]
    public void Judge_OfTooFewRows_SaysSo()
    {
        var verdict = Judge.Judge(Site.Compare(1, 49, new Change { Price = 3 }));

        verdict.IsDrift.ShouldBeFalse();
        verdict.Columns.ShouldAllBe(c => c.State == DriftState.TooFewRows);
        verdict.Reasons.ShouldHaveSingleItem().ShouldBe("No column has the 50 rows that a judgement needs.");
        Judge.Judge([]).IsDrift.ShouldBeFalse();
    }

    [Fact]
    public void Judge_OfAgents_DoesNotCountTheRareOnesOneByOne()
    {
        // Two thousand bookings of the same agents: each rare one as a part would make a large index of chance alone.
        var agent = Column(Judge.Judge(Site.Compare(1, 2000, new Change())), "agent");

        agent.FromReference!.Psi.ShouldBeLessThan(0.03);
        agent.FromReference.JensenShannon.ShouldBeLessThan(0.1);
        agent.State.ShouldBe(DriftState.Stable);
    }

    [Fact]
    public void Judge_OfWrongInput_Throws()
    {
        var columns = Site.Compare(1, 60, new Change());

        Should.Throw<ArgumentException>(() => Judge.Judge([columns[0], columns[0]])).Message.ShouldContain("is there twice");
        Should.Throw<ArgumentException>(() => Judge.Judge([columns[0] with { Importance = double.NaN }]));
        Should.Throw<ArgumentException>(() => Judge.Judge([columns[0] with { DesignEffect = 0.5 }]));
    }

    private static ColumnVerdict Column(DriftVerdict verdict, string name) => verdict.Columns.Single(c => c.Name == name);

    private static DriftState State(DriftVerdict verdict, string name) => Column(verdict, name).State;
}
