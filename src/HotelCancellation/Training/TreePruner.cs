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
    private readonly double[] _lowest;
    private readonly double[] _highest;

    private TreePruner(TreeEnsemble ensemble)
    {
        _ensemble = ensemble;
        var nodes = ensemble.Feature.Length;
        (_mean, _squares, _lowest, _highest) = (new double[nodes], new double[nodes], new double[nodes], new double[nodes]);
        foreach (var root in ensemble.Roots)
        {
            Weigh(root);
        }
    }

    /// <summary>Prunes as far as the tolerance allows.</summary>
    /// <param name="ensemble">The trees, with the training rows that passed each node.</param>
    /// <param name="matrix">The training rows.</param>
    /// <param name="tolerance">The root mean square, over the training rows, by which their log-odds may move; greater than 0.</param>
    public static SlimEnsemble Prune(TreeEnsemble ensemble, FeatureMatrix matrix, double tolerance)
    {
        var pruner = new TreePruner(ensemble);
        var rows = new PrunedRows(ensemble, matrix, MostRows);
        var dearest = pruner._squares.DefaultIfEmpty(0).Max();
        var best = pruner.At(0);
        var (low, high) = (Math.Log(CheapestShare), 0.0);
        for (var step = 0; step < Steps && dearest > 0; step++)
        {
            var middle = (low + high) / 2;
            var pruned = pruner.At(dearest * Math.Exp(middle));
            if (rows.RootMeanSquare(pruned.Ensemble) <= tolerance)
            {
                (best, low) = (pruned, middle);
            }
            else
            {
                high = middle;
            }
        }

        return best;
    }

    /// <summary>The trees that are cheapest when a leaf has a price, in squares of log-odds times rows, and by how much a row's sum can be another at most.</summary>
    private SlimEnsemble At(double price)
    {
        var isLeaf = new bool[_mean.Length];
        double largest = 0;
        foreach (var root in _ensemble.Roots)
        {
            Choose(root, price, isLeaf);
            largest += Largest(root, isLeaf);
        }

        return new SlimEnsemble(EnsembleBuilder.Collapse(_ensemble, node => isLeaf[node] ? _mean[node] : null), largest);
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
        _lowest[child] = Math.Min(Lowest(left), Lowest(right));
        _highest[child] = Math.Max(Highest(left), Highest(right));
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

    private double Largest(int child, bool[] isLeaf) =>
        child < 0 ? 0
        : isLeaf[child] ? Math.Max(_highest[child] - _mean[child], _mean[child] - _lowest[child])
        : Math.Max(Largest(_ensemble.Left[child], isLeaf), Largest(_ensemble.Right[child], isLeaf));

    private double Lowest(int child) => child < 0 ? _ensemble.LeafValue[~child] : _lowest[child];

    private double Highest(int child) => child < 0 ? _ensemble.LeafValue[~child] : _highest[child];

    /// <summary>Training rows, and the sums that the trees gave them before.</summary>
    private sealed class PrunedRows
    {
        private readonly FeatureMatrix _rows;
        private readonly double[] _before;

        public PrunedRows(TreeEnsemble ensemble, FeatureMatrix matrix, int most)
        {
            _rows = matrix.Every(Math.Max(1, matrix.Rows / most));
            _before = Scores(ensemble);
        }

        public double RootMeanSquare(TreeEnsemble pruned)
        {
            var after = Scores(pruned);
            double sum = 0, weights = 0;
            for (var row = 0; row < after.Length; row++)
            {
                var (change, weight) = (after[row] - _before[row], _rows.Weights?[row] ?? 1);
                sum += change * change * weight;
                weights += weight;
            }

            return Math.Sqrt(sum / weights);
        }

        private double[] Scores(TreeEnsemble ensemble)
        {
            var scores = new double[_rows.Rows];
            CompiledEnsemble.Of(ensemble).ScoreAll(_rows.Values, scores);
            return scores;
        }
    }
}
