using CsCheck;
using HotelCancellation.Validation;

namespace HotelCancellation.Tests.Validation;

public sealed class RepeatedKeysTests
{
    [Fact]
    public void Count_AnyKeysInMemoryOrOnDisk_IsThatOfASet() =>
        Gen.Select(Gen.ULong[0, 50].Array[0, 400], Gen.Int[1, 60]).Sample((keys, inMemory) =>
        {
            using var repeated = new RepeatedKeys(inMemory);
            foreach (var key in keys)
            {
                repeated.Add(key);
            }

            return repeated.Count() == keys.Length - keys.Distinct().Count();
        }, iter: 300);

    [Fact]
    public void Count_RunsLongerThanAPiece_AreMergedWhole()
    {
        using var repeated = new RepeatedKeys(5000);
        for (var i = 0; i < 60_000; i++)
        {
            repeated.Add((ulong)(i % 20_000) * 0x9E3779B97F4A7C15);
        }

        repeated.IsSpilled.ShouldBeTrue();
        repeated.Count().ShouldBe(40_000);
    }
}
