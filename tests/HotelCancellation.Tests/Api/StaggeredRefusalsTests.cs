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

    [Fact]
    public void Next_EveryOther_IsToldToStayAwayTwiceAsLong()
    {
        var refusals = new StaggeredRefusals(Hold, 7);

        Enumerable.Range(0, 4).Select(_ => refusals.Next().RetryAfterSeconds).ShouldBe([14, 7, 14, 7]);
    }

    [Fact]
    public void Next_NoHold_IsAtOnce() => new StaggeredRefusals(TimeSpan.Zero, 1).Next().Hold.ShouldBe(TimeSpan.Zero);
}
