using CsCheck;
using HotelCancellation.Model;

namespace HotelCancellation.Tests.Model;

public class TreeEnsembleTests
{
    private const int Features = 5;

    private static readonly Gen<float[]> Row = Gen.Float[-3, 3].Array[Features];

    [Fact]
    public void Over_AWiderRow_ScoresTheNumbersItIsOf() =>
        Gen.Select(RandomEnsembles.Gen(Features), Gen.Float[-3, 3].Array[9], Gen.Shuffle(Enumerable.Range(0, 9).ToArray())).Sample((ensemble, wide, places) =>
        {
            int[] columns = places[..Features];

            var over = ensemble.Over(columns, wide.Length);

            over.Score(wide).ShouldBe(ensemble.Score(Array.ConvertAll(columns, c => wide[c])));
            over.FeatureCount.ShouldBe(9);
            over.Baseline().ShouldBe(ensemble.Baseline());
        });
}
