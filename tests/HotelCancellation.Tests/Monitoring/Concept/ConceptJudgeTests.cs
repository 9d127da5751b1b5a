using HotelCancellation.Monitoring;
using HotelCancellation.Monitoring.Concept;
using HotelCancellation.Monitoring.References;
using HotelCancellation.Tests.Monitoring.References;

namespace HotelCancellation.Tests.Monitoring.Concept;

public sealed class ConceptJudgeTests
{
    private static readonly DateOnly Day = new(2026, 3, 1);
    private static readonly ScopeReference Reference = QuickReference.Reference.Scopes[ModelReference.All] with { Dispersion = 1, PaceEvents = 10_000 };
    private readonly ConceptJudge _judge = new(new MonitoringOptions());

    [Fact]
    public void Judge_FortyPercentMoreForTwoWeeks_IsDriftFromThatDay()
    {
        var verdict = _judge.Judge(Reference, Day, [.. Days(14, 42, 30), .. Days(42, 30, 30)])!;

        verdict.IsDrift.ShouldBeTrue();
        verdict.From.ShouldBe(Day.AddDays(-13));
        verdict.Ratio.ShouldBe(1.4, 1e-6);

        // The signed root of 2 (O ln(O / E) - (O - E)), with 588 and 420, over 1 + 420 / 10,000.
        verdict.Deviation.ShouldBe(Math.Sqrt(2 * ((588 * Math.Log(1.4)) - 168) / 1.042), 1e-6);
        verdict.Reason.ShouldContain("more often");
    }

    [Fact]
    public void Judge_FewerThanExpected_IsDriftToo() =>
        _judge.Judge(Reference, Day, [.. Days(20, 20, 30), .. Days(36, 30, 30)])!.Reason.ShouldContain("less often");

    [Fact]
    public void Judge_SureAndSmall_IsNone() =>
        _judge.Judge(Reference with { PaceEvents = 1e9 }, Day, [.. Days(56, 1150, 1000)])!.IsDrift.ShouldBeFalse("15 % are below the least that counts");

    [Fact]
    public void Judge_LargeAndUnsure_IsNone() => _judge.Judge(Reference, Day, [.. Days(7, 3, 2)])!.IsDrift.ShouldBeFalse();

    [Fact]
    public void Judge_WeeksThatAlwaysDiffered_NeedMore() =>
        _judge.Judge(Reference with { Dispersion = 9 }, Day, [.. Days(14, 42, 30), .. Days(42, 30, 30)])!.IsDrift.ShouldBeFalse();

    [Fact]
    public void Judge_TooLittleExpected_IsNothing() => _judge.Judge(Reference, Day, [.. Days(5, 1, 1)]).ShouldBeNull();

    [Fact]
    public void Judge_NothingChanged_HardlyEverCriesWolf()
    {
        // A thousand days of 20 cancellations each, judged daily: the spans overlap, so that a false one would count for weeks.
        var random = new Random(8);
        var days = Enumerable.Range(0, 1000).Select(_ => Counts(Poisson(random, 20), 20)).ToArray();

        var wolves = Enumerable.Range(56, 1000 - 56).Count(d => _judge.Judge(Reference with { PaceEvents = 1e9 }, Day, [.. Enumerable.Range(0, 56).Select(back => days[d - back])])!.IsDrift);

        wolves.ShouldBe(0);
    }

    private static IEnumerable<ConceptCounts> Days(int count, double events, double expected) => Enumerable.Repeat(Counts(events, expected), count);

    private static ConceptCounts Counts(double events, double expected) => new((long)(events * (1L << 30)), (long)(expected * (1L << 30)), (long)events, 100);

    private static int Poisson(Random random, double mean)
    {
        var (count, product) = (-1, 1.0);
        for (; product > Math.Exp(-mean); count++)
        {
            product *= random.NextDouble();
        }

        return count;
    }
}
