using CsCheck;
using HotelCancellation.Model;

namespace HotelCancellation.Tests.Model;

/// <summary>Ensembles of random trees, in which a feature may be asked several times on one way.</summary>
internal static class RandomEnsembles
{
    public static Gen<TreeEnsemble> Gen(int features) =>
        CsCheck.Gen.Select(CsCheck.Gen.Int[1, 4], CsCheck.Gen.Int[0, int.MaxValue]).Select((trees, seed) => Of(features, trees, seed));

    public static TreeEnsemble Stump(int feature, float threshold, double left, double right, float leftCover, float rightCover) => new()
    {
        FeatureCount = feature + 1,
        Roots = [0],
        Feature = [(ushort)feature],
        Threshold = [threshold],
        Left = [~0],
        Right = [~1],
        LeafValue = [left, right],
        NodeCover = [leftCover + rightCover],
        LeafCover = [leftCover, rightCover],
    };

    public static TreeEnsemble Of(int features, int trees, int seed)
    {
        var random = new Random(seed);
        List<ushort> feature = [];
        List<float> threshold = [], nodeCover = [], leafCover = [];
        List<int> left = [], right = [], roots = [];
        List<double> leafValue = [];

        int Grow(int depth)
        {
            if (depth == 0 || (depth < 6 && random.NextDouble() < 0.25))
            {
                leafValue.Add((random.NextDouble() * 2) - 1);
                leafCover.Add(random.Next(1, 100));
                return ~(leafValue.Count - 1);
            }

            var node = feature.Count;
            feature.Add((ushort)random.Next(features));
            threshold.Add((float)((random.NextDouble() * 6) - 3));
            left.Add(0);
            right.Add(0);
            nodeCover.Add(0);
            left[node] = Grow(depth - 1);
            right[node] = Grow(depth - 1);
            nodeCover[node] = Cover(left[node]) + Cover(right[node]);
            return node;
        }

        float Cover(int child) => child < 0 ? leafCover[~child] : nodeCover[child];

        for (var i = 0; i < trees; i++)
        {
            roots.Add(Grow(6));
        }

        return new TreeEnsemble
        {
            FeatureCount = features,
            Roots = [.. roots],
            Feature = [.. feature],
            Threshold = [.. threshold],
            Left = [.. left],
            Right = [.. right],
            LeafValue = [.. leafValue],
            NodeCover = [.. nodeCover],
            LeafCover = [.. leafCover],
        };
    }
}
