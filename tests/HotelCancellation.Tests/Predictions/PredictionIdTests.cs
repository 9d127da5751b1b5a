using HotelCancellation.Predictions;

namespace HotelCancellation.Tests.Predictions;

public class PredictionIdTests
{
    private static readonly DateTimeOffset Now = new(2026, 5, 1, 12, 34, 56, 789, TimeSpan.Zero);

    [Fact]
    public void New_OfAWriter_CarriesTimeAndWriter()
    {
        var id = PredictionId.New(Now, 0xabcdef);

        id.Time.ShouldBe(Now);
        id.WriterTag.ShouldBe("abcdef");
        PredictionId.TryParse(id.Value, out var parsed).ShouldBeTrue();
        parsed.ShouldBe(id);
        PredictionId.New(Now, 0xabcdef).ShouldNotBe(id);
    }

    [Fact]
    public void Write_Bytes_AreReadBackAndOrderedAsIds()
    {
        var (a, b) = (PredictionId.New(Now, 0xffffff), PredictionId.New(Now.AddMilliseconds(1), 0));
        var (x, y) = (new byte[16], new byte[16]);
        a.Write(x);
        b.Write(y);

        PredictionId.Read(x).ShouldBe(a);
        x.AsSpan().SequenceCompareTo(y).ShouldBeLessThan(0);
        string.CompareOrdinal(a.Value, b.Value).ShouldBeLessThan(0);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("p-")]
    [InlineData("p-0123456789ab")]
    [InlineData("p-../../../../../../../../../../../../.")]
    [InlineData("p-0196897412347000800000000000000")]
    [InlineData("p-019689741234400080000000000000ab")]
    [InlineData("p-019689741234700080000000000000AB")]
    [InlineData("x-019689741234700080000000000000ab")]
    [InlineData("p-ffffffffffff700080000000000000ab")]
    public void TryParse_NoId_IsFalse(string? text) => PredictionId.TryParse(text, out _).ShouldBeFalse();
}
