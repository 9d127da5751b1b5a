using HotelCancellation.Cli.Commands;
using HotelCancellation.Simulation;

namespace HotelCancellation.Tests.Cli;

public sealed class DriftArgumentTests
{
    public static TheoryData<string, DriftOptions> Read => new()
    {
        { "price", new DriftOptions { Kind = DriftKind.Price } },
        { "Mix:90", new DriftOptions { Kind = DriftKind.Mix, OnsetDay = 90 } },
        { "behaviour:2024-06-01:1.6", new DriftOptions { Kind = DriftKind.Behaviour, OnsetDate = new DateOnly(2024, 6, 1), Size = 1.6 } },
        { "feed::0.5", new DriftOptions { Kind = DriftKind.Feed, Size = 0.5 } },
        { "price:0:-0.2", new DriftOptions { Kind = DriftKind.Price, OnsetDay = 0, Size = -0.2 } },
    };

    [Theory]
    [MemberData(nameof(Read))]
    public void TryParse_Drift_IsRead(string text, DriftOptions expected)
    {
        DriftArgument.TryParse(text, out var drift, out var problem).ShouldBeTrue();

        problem.ShouldBeNull();
        drift.ShouldBe(expected);
    }

    [Theory]
    [InlineData("", "the kind must be one of price, mix, agent, behaviour, feed, not ''")]
    [InlineData("1", "the kind must be one of price, mix, agent, behaviour, feed, not '1'")]
    [InlineData("price:soon", "the onset must be a number of days after the first or a date written yyyy-MM-dd, not 'soon'")]
    [InlineData("price:-1", "the onset must be a number of days after the first or a date written yyyy-MM-dd, not '-1'")]
    [InlineData("price:2024-02-30", "the onset must be a number of days after the first or a date written yyyy-MM-dd, not '2024-02-30'")]
    [InlineData("price:60:0,2", "the size must be a number with a decimal point, not '0,2'")]
    [InlineData("price:60:0.2:x", "must be KIND, KIND:ONSET or KIND:ONSET:SIZE")]
    public void TryParse_NoDrift_SaysWhy(string text, string expected)
    {
        DriftArgument.TryParse(text, out _, out var problem).ShouldBeFalse();

        problem.ShouldBe(expected);
    }
}
