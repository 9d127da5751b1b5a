using HotelCancellation.Model;
using Microsoft.ML.Trainers.FastTree;
using Microsoft.ML.Trainers.LightGbm;

namespace HotelCancellation.Training;

/// <summary>Takes ML.NET's trees out into flat arrays, and counts how many training rows pass each node.</summary>
internal static class TreeExtractor
{
    /// <summary>Stands for no training row at all, so that the share of a branch is never 0 divided by 0.</summary>
    private const float NoRows = 1e-3f;

    /// <summary>Rows that are counted: every so many of the training's. More would change the shares of branches by less than a reason shows, and take a quarter of a training's time.</summary>
    private const int MostRows = 20_000;

    /// <summary>Takes them out.</summary>
    /// <param name="model">ML.NET's model.</param>
    /// <param name="matrix">The training rows.</param>
    /// <param name="isExplained">Whether anybody will ask for reasons, for which rows are counted; otherwise every node has been passed by one.</param>
    public static TreeEnsemble Extract(LightGbmBinaryModelParameters model, FeatureMatrix matrix, bool isExplained)
    {
        var trees = model.TrainedTreeEnsemble;
        var nodes = trees.Trees.Sum(t => t.NumberOfNodes);
        var leaves = trees.Trees.Sum(t => t.NumberOfLeaves);
        var ensemble = new TreeEnsemble
        {
            FeatureCount = matrix.Width,
            Roots = new int[trees.Trees.Count],
            Feature = new ushort[nodes],
            Threshold = new float[nodes],
            Left = new int[nodes],
            Right = new int[nodes],
            LeafValue = new double[leaves],
            NodeCover = new float[nodes],
            LeafCover = new float[leaves],
        };
        int node = 0, leaf = 0;
        for (var t = 0; t < trees.Trees.Count; t++)
        {
            Copy(trees.Trees[t], trees.TreeWeights[t], trees.Bias / trees.Trees.Count, ensemble, t, node, leaf);
            node += trees.Trees[t].NumberOfNodes;
            leaf += trees.Trees[t].NumberOfLeaves;
        }

        if (isExplained)
        {
            Cover(ensemble, matrix);
        }
        else
        {
            ensemble.NodeCover.AsSpan().Fill(1);
            ensemble.LeafCover.AsSpan().Fill(1);
        }

        return ensemble;
    }

    private static void Copy(RegressionTree tree, double weight, double bias, TreeEnsemble to, int index, int node, int leaf)
    {
        int Child(int child) => child >= 0 ? node + child : ~(leaf + ~child);
        to.Roots[index] = tree.NumberOfNodes > 0 ? node : ~leaf;
        for (var i = 0; i < tree.NumberOfNodes; i++)
        {
            to.Feature[node + i] = (ushort)tree.NumericalSplitFeatureIndexes[i];
            to.Threshold[node + i] = tree.NumericalSplitThresholds[i];
            to.Left[node + i] = Child(tree.LeftChild[i]);
            to.Right[node + i] = Child(tree.RightChild[i]);
        }

        for (var i = 0; i < tree.NumberOfLeaves; i++)
        {
            to.LeafValue[leaf + i] = (tree.LeafValues[i] * weight) + bias;
        }
    }

    private static void Cover(TreeEnsemble ensemble, FeatureMatrix matrix)
    {
        var step = Math.Max(1, matrix.Rows / MostRows);

        // Each tree writes only its own leaves and nodes, so trees can be counted in parallel.
        Parallel.ForEach(ensemble.Roots, root =>
        {
            for (var i = 0; i < matrix.Rows; i += step)
            {
                var row = matrix.Row(i);
                var node = root;
                while (node >= 0)
                {
                    node = row[ensemble.Feature[node]] <= ensemble.Threshold[node] ? ensemble.Left[node] : ensemble.Right[node];
                }

                ensemble.LeafCover[~node] += matrix.Weights?[i] ?? 1;
            }

            Sum(ensemble, root);
        });
    }

    private static float Sum(TreeEnsemble ensemble, int child)
    {
        if (child < 0)
        {
            return ensemble.LeafCover[~child] = Math.Max(ensemble.LeafCover[~child], NoRows);
        }

        return ensemble.NodeCover[child] = Sum(ensemble, ensemble.Left[child]) + Sum(ensemble, ensemble.Right[child]);
    }
}
