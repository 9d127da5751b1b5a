using HotelCancellation.Cli.Commands;

namespace HotelCancellation.Tests.Cli;

public sealed class SizesArgumentTests
{
    [Theory]
    [InlineData("100", 2, new double[] { 100, 100 })]
    [InlineData("5,0.5", 2, new[] { 5, 0.5 })]
    [InlineData("5-80", 5, new double[] { 5, 10, 20, 40, 80 })]
    [InlineData("5-80", 1, new double[] { 20 })]
    public void Parse_Sizes_AreRead(string text, int hotels, double[] expected) => SizesArgument.Parse(text, hotels).ShouldBe(expected);

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("-5")]
    [InlineData("80-5")]
    [InlineData("5,6,7")]
    [InlineData("0")]
    public void Parse_NoSizes_IsNothing(string text) => SizesArgument.Parse(text, 2).ShouldBeNull();
}
