using HotelCancellation.Monitoring;
using HotelCancellation.Monitoring.Judging;
using HotelCancellation.Monitoring.Reports;
using HotelCancellation.Monitoring.Sketches;

namespace HotelCancellation.Tests.Monitoring.Judging;

public class ServiceJudgeTests
{
    private static readonly DateOnly Day = new(2026, 5, 1);

    // The tail of Poisson's distribution with mean n / 100, its terms added up one by one: 0.18 for 1 of 20, 2.3e-6 for 5 of 20, 0.54 for 10 of 1,000, 1.6e-3 for 21, 7.0e-4 for 22.
    [Theory]
    [InlineData(20, 1, false)]
    [InlineData(20, 5, true)]
    [InlineData(1_000, 10, false)]
    [InlineData(1_000, 21, false)]
    [InlineData(1_000, 22, true)]
    [InlineData(0, 0, false)]
    public void Judge_SlowPredictions_AreFoundWhereTheyAreMoreThanChance(int all, int slow, bool isSlow)
    {
        var report = Judge(all - slow, slow, 0);

        (report.Predictions, report.Slow, report.IsSlow, report.IsFailing).ShouldBe((all, slow, isSlow, false));
    }

    // The same with mean n / 1000: 0.26 for 2 of 1,000, 3.7e-3 for 5, 5.9e-4 for 6, 9.995e-4 for 1 of 1, 0.04 for 1 of 41.
    [Theory]
    [InlineData(1_000, 0, false)]
    [InlineData(998, 2, false)]
    [InlineData(995, 5, false)]
    [InlineData(994, 6, true)]
    [InlineData(0, 1, true)]
    [InlineData(40, 1, false)]
    public void Judge_FailedRequests_AreFoundWhereTheyAreMoreThanChance(int made, int failed, bool isFailing)
    {
        var report = Judge(made, 0, failed);

        (report.ErrorRate, report.IsFailing, report.IsSlow).ShouldBe(((double)failed / (made + failed), isFailing, false));
    }

    [Fact]
    public void Judge_OtherSettings_AreUsed()
    {
        var judge = new ServiceJudge(new MonitoringOptions { LatencyMilliseconds = 10, ErrorRate = 0.5 });

        judge.Judge(Day, Latency(500, 20), 100).ShouldSatisfyAllConditions(r => r.IsSlow.ShouldBeTrue(), r => r.IsFailing.ShouldBeFalse(), r => r.P99Milliseconds.ShouldBe(20, 0.2));
    }

    [Fact]
    public void Findings_OfASlowAndFailingDay_AreAlertsThatAskForNoTraining()
    {
        var judge = new ServiceJudge(new MonitoringOptions());

        var findings = judge.Findings(judge.Judge(Day, Latency(900, 150), 100)).ToList();

        findings.Select(f => f.Key).ShouldBe(["errors/*", "latency/*"]);
        findings.ShouldAllBe(f => f.Severity == FindingSeverity.Error && !f.AsksForTraining && !f.ForbidsTraining);
        findings[0].Reasons.ShouldBe(["100 of 1000 requests failed, 10 %, where 0.1 % are allowed."]);
    }

    private static ServiceReport Judge(int fast, int slow, int failed)
    {
        var latency = Latency(fast, 20);
        latency.Absorb(Latency(slow, 150));
        return new ServiceJudge(new MonitoringOptions()).Judge(Day, latency, failed);
    }

    private static LatencySketch Latency(int rows, double milliseconds)
    {
        var sketch = new LatencySketch();
        for (var i = 0; i < rows; i++)
        {
            sketch.Add(TimeSpan.FromMilliseconds(milliseconds));
        }

        return sketch;
    }
}
