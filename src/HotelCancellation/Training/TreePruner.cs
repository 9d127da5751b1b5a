using HotelCancellation.Model;
using HotelCancellation.Model.Scoring;

namespace HotelCancellation.Training;

/// <summary>
/// Makes leaves of the subtrees that move the training rows least for the leaves that they have: weakest-link pruning (L. Breiman, J. Friedman, R. Olshen, C. Stone,
/// <i>Classification and regression trees</i>, 1984, section 3.3), with the squared change of the tree's own sum as the error and one price of a leaf for all trees of the
/// ensemble. A subtree becomes the mean of its training rows, so that the ensemble's mean over them stays. A tree that moves nothing goes.
/// </summary>
internal sealed class TreePruner
{
    /// <summary>Rows whose sums are compared: every so many of the training's.</summary>
    private const int MostRows = 20_000;

    /// <summary>Halvings of the range of prices, on a scale of logarithms: the price found is within a thousandth of the range.</summary>
    private const int Steps = 16;
    private const double CheapestShare = 1e-12;
    private readonly TreeEnsemble _ensemble;
    private readonly double[] _mean;
    private readonly double[] _squares;

    private TreePruner(TreeEnsemble ensemble)
    {
        _ensemble = ensemble;
        var nodes = ensemble.Feature.Length;
        (_mean, _squares) = (new double[nodes], new double[nodes]);
        foreach (var root in ensemble.Roots)
        {
            Weigh(root);
        }
    }

    /// <summary>Prunes as far as the tolerance allows.</summary>
    /// <param name="slim">The trees, with the training rows that passed each node.</param>
    /// <param name="matrix">The training rows.</param>
    /// <param name="tolerance">The root mean square, over the training rows, by which their log-odds may move; greater than 0.</param>
    public static SlimEnsemble Prune(SlimEnsemble slim, FeatureMatrix matrix, double tolerance)
    {
        var pruner = new TreePruner(slim.Ensemble);
        var rows = matrix.Every(Math.Max(1, matrix.Rows / MostRows));
        var before = Scores(slim.Ensemble, rows);
        var dearest = pruner._squares.DefaultIfEmpty(0).Max();
        var best = slim;
        var (low, high) = (Math.Log(CheapestShare), 0.0);
        for (var step = 0; step < Steps && dearest > 0; step++)
        {
            var middle = (low + high) / 2;
            var pruned = pruner.At(dearest * Math.Exp(middle));
            var moved = RootMeanSquare(before, Scores(pruned, rows), rows.Weights);
            if (moved <= tolerance)
            {
                (best, low) = (slim with { Ensemble = pruned, PrunedBy = moved }, middle);
            }
            else
            {
                high = middle;
            }
        }

        return best;
    }

    /// <summary>The trees that are cheapest when a leaf has a price, in squares of log-odds times rows.</summary>
    private TreeEnsemble At(double price)
    {
        var isLeaf = new bool[_mean.Length];
        foreach (var root in _ensemble.Roots)
        {
            Choose(root, price, isLeaf);
        }

        return EnsembleBuilder.Collapse(_ensemble, node => isLeaf[node] ? _mean[node] : null);
    }

    private (double Rows, double Mean, double Squares) Weigh(int child)
    {
        if (child < 0)
        {
            return (_ensemble.LeafCover[~child], _ensemble.LeafValue[~child], 0);
        }

        var (left, right) = (_ensemble.Left[child], _ensemble.Right[child]);
        var (a, b) = (Weigh(left), Weigh(right));
        var rows = a.Rows + b.Rows;
        var between = a.Mean - b.Mean;
        _mean[child] = rows > 0 ? ((a.Rows * a.Mean) + (b.Rows * b.Mean)) / rows : a.Mean;
        _squares[child] = a.Squares + b.Squares + (rows > 0 ? a.Rows * b.Rows / rows * between * between : 0);
        return (rows, _mean[child], _squares[child]);
    }

    private double Choose(int child, double price, bool[] isLeaf)
    {
        if (child < 0)
        {
            return price;
        }

        var below = Choose(_ensemble.Left[child], price, isLeaf) + Choose(_ensemble.Right[child], price, isLeaf);
        isLeaf[child] = _squares[child] + price <= below;
        return isLeaf[child] ? _squares[child] + price : below;
    }

    private static double[] Scores(TreeEnsemble ensemble, FeatureMatrix rows)
    {
        var scores = new double[rows.Rows];
        CompiledEnsemble.Of(ensemble).ScoreAll(rows.Values, scores);
        return scores;
    }

    private static double RootMeanSquare(double[] before, double[] after, float[]? weights)
    {
        double squares = 0, all = 0;
        for (var row = 0; row < after.Length; row++)
        {
            var (change, weight) = (after[row] - before[row], weights?[row] ?? 1);
            squares += change * change * weight;
            all += weight;
        }

        return Math.Sqrt(squares / all);
    }
}
