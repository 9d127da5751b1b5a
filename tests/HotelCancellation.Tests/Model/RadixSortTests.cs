using CsCheck;
using HotelCancellation.Model.Scoring;

namespace HotelCancellation.Tests.Model;

public class RadixSortTests
{
    private const int FromBit = 16;

    // Values of any size, and such that share their upper bytes, their lower ones, or all.
    private static readonly Gen<ulong> Upper = Gen.OneOf(Gen.ULong[0, ulong.MaxValue >> FromBit], Gen.ULong[0, 3], Gen.ULong[0, 3].Select(v => v << 40), Gen.Const(7UL));

    [Fact]
    public void Sort_AnyNumbersWhoseLowerBitsAscend_IsTheirOrder() =>
        Upper.Array[0, 400].Sample(upper =>
        {
            var keys = upper.Select((u, i) => (u << FromBit) | (uint)i).ToArray();
            var wanted = keys.Order().ToArray();
            var scratch = new ulong[keys.Length + 3];

            RadixSort.Sort(keys, scratch, FromBit);

            keys.ShouldBe(wanted);
        });
}
