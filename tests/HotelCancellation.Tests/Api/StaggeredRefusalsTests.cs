using HotelCancellation.Api.Limits;

namespace HotelCancellation.Tests.Api;

public sealed class StaggeredRefusalsTests
{
    private static readonly TimeSpan Hold = TimeSpan.FromMilliseconds(350);

    [Fact]
    public void Next_Many_AreHeldEvenlyFromTheLeastToTwiceThat()
    {
        var refusals = new StaggeredRefusals(Hold, 1);

        var tenths = Enumerable.Range(0, 1000).Select(_ => refusals.Next().Hold / Hold).GroupBy(h => (int)Math.Floor(h * 10)).OrderBy(g => g.Key).ToArray();

        tenths.Select(g => g.Key).ShouldBe(Enumerable.Range(10, 10));
        tenths.ShouldAllBe(g => g.Count() >= 98 && g.Count() <= 102);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    public void Next_Many_AreToldEvenlyToStayAwayFromTheLeastToTwiceThat(int least)
    {
        var refusals = new StaggeredRefusals(Hold, least);

        var told = Enumerable.Range(0, 100 * (least + 1)).Select(_ => refusals.Next().RetryAfterSeconds).CountBy(s => s).OrderBy(s => s.Key).ToArray();

        told.Select(s => s.Key).ShouldBe(Enumerable.Range(least, least + 1));
        told.ShouldAllBe(s => s.Value == 100);
    }

    [Fact]
    public void Next_ThoseOfTheSameSecond_AreHeldDifferently()
    {
        var refusals = new StaggeredRefusals(Hold, 2);

        var halves = Enumerable.Range(0, 3000).Select(_ => refusals.Next()).CountBy(r => (r.RetryAfterSeconds, r.Hold > 1.5 * Hold)).ToArray();

        halves.Length.ShouldBe(6);
        halves.ShouldAllBe(h => h.Value >= 490 && h.Value <= 510);
    }

    [Fact]
    public void Next_NoHold_IsAtOnce() => new StaggeredRefusals(TimeSpan.Zero, 1).Next().Hold.ShouldBe(TimeSpan.Zero);
}
