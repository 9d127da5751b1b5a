using HotelCancellation.Model;
using HotelCancellation.Registry;

namespace HotelCancellation.Tests.Registry;

public sealed class AliasMovesTests
{
    [Theory]
    [InlineData("", null)]
    [InlineData("A", null)]
    [InlineData("A B", "A")]
    [InlineData("A B C", "B")]
    [InlineData("A B C <", "A")]
    [InlineData("A B C < <", null)]
    [InlineData("A B < C", "A")]
    [InlineData("A B < B", "A")]
    public void Previous_History_GoesFurtherBackAndNeverForward(string history, string? expected)
    {
        var entries = history.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select((step, i) => new AliasHistoryEntry("champion", i + 1, new ModelVersion(step), null, default, "x", "y", step == "<"));

        AliasMoves.Previous(entries)?.Value.ShouldBe(expected);
        (AliasMoves.Previous(entries) is null).ShouldBe(expected is null);
    }
}
