namespace HotelCancellation.Model;

/// <summary>
/// Makes one <see cref="TreeEnsemble"/> of several, so that whatever serves, stores and explains one serves, stores and explains them together.
/// </summary>
public sealed class EnsembleBuilder
{
    private readonly int _featureCount;
    private readonly List<int> _roots = [];
    private readonly List<ushort> _feature = [];
    private readonly List<float> _threshold = [];
    private readonly List<int> _left = [];
    private readonly List<int> _right = [];
    private readonly List<double> _leafValue = [];
    private readonly List<float> _nodeCover = [];
    private readonly List<float> _leafCover = [];

    private EnsembleBuilder(int featureCount) => _featureCount = featureCount;

    /// <summary>The ensemble whose sum is the weighted sum of the sums of several, of one number of features.</summary>
    public static TreeEnsemble Sum(params IReadOnlyList<(TreeEnsemble Ensemble, double Weight)> parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        var builder = new EnsembleBuilder(parts[0].Ensemble.FeatureCount);
        foreach (var (ensemble, weight) in parts)
        {
            var moved = builder.Add(ensemble, weight, 1);
            builder._roots.AddRange(ensemble.Roots.Select(moved));
        }

        return builder.Build();
    }

    /// <summary>
    /// The ensemble that sums like one where a feature is at most a threshold, and like another elsewhere. Each of its trees asks that
    /// first and goes on as a tree of the one or of the other.
    /// </summary>
    /// <param name="feature">The feature.</param>
    /// <param name="threshold">The largest value for which <paramref name="low"/> counts.</param>
    /// <param name="low">The one.</param>
    /// <param name="high">The other, of the same number of features.</param>
    /// <param name="lowShare">The share of the training rows for which the first counts, 0 to 1; explanations start from it.</param>
    public static TreeEnsemble Switch(int feature, float threshold, TreeEnsemble low, TreeEnsemble high, double lowShare)
    {
        ArgumentNullException.ThrowIfNull(low);
        ArgumentNullException.ThrowIfNull(high);
        var builder = new EnsembleBuilder(low.FeatureCount);
        var (inLow, inHigh) = (builder.Add(low, 1, lowShare), builder.Add(high, 1, 1 - lowShare));
        var rows = Math.Max(low.Roots.Max(low.Cover), high.Roots.Max(high.Cover));
        var (lowRows, highRows) = ((float)(rows * lowShare), (float)(rows * (1 - lowShare)));
        for (var tree = 0; tree < Math.Max(low.TreeCount, high.TreeCount); tree++)
        {
            var left = tree < low.TreeCount ? inLow(low.Roots[tree]) : builder.Nothing(lowRows);
            var right = tree < high.TreeCount ? inHigh(high.Roots[tree]) : builder.Nothing(highRows);
            builder._roots.Add(builder._feature.Count);
            builder._feature.Add((ushort)feature);
            builder._threshold.Add(threshold);
            builder._left.Add(left);
            builder._right.Add(right);
            builder._nodeCover.Add(builder.Cover(left) + builder.Cover(right));
        }

        return builder.Build();
    }

    /// <summary>
    /// The ensemble with some subtrees made leaves. Nodes and leaves stand in the order in which a walk through each tree, left before right, first comes to them, and a
    /// node's cover is the sum of its children's. Trees of a single leaf are gone: what they add is in the leaves of the first tree that is left.
    /// </summary>
    /// <param name="ensemble">The ensemble.</param>
    /// <param name="leafOf">What a node adds that becomes a leaf; null for one that stays a node.</param>
    internal static TreeEnsemble Collapse(TreeEnsemble ensemble, Func<int, double?> leafOf)
    {
        double? Value(int child) => child < 0 ? ensemble.LeafValue[~child] : leafOf(child);
        var grown = Array.FindAll(ensemble.Roots, r => Value(r) is null);
        var constant = ensemble.Roots.Sum(r => Value(r) ?? 0);
        var builder = new EnsembleBuilder(ensemble.FeatureCount);
        foreach (var root in grown.Length > 0 ? grown : ensemble.Roots[..Math.Min(1, ensemble.TreeCount)])
        {
            builder._roots.Add(builder.Take(ensemble, root, Value));
            if (builder._roots.Count == 1)
            {
                builder.Shift(grown.Length > 0 ? constant : constant - builder._leafValue[0]);
            }
        }

        return builder.Build();
    }

    private int Take(TreeEnsemble ensemble, int child, Func<int, double?> valueOf)
    {
        if (valueOf(child) is { } value)
        {
            _leafValue.Add(value);
            _leafCover.Add(ensemble.Cover(child));
            return ~(_leafValue.Count - 1);
        }

        var node = _feature.Count;
        _feature.Add(ensemble.Feature[child]);
        _threshold.Add(ensemble.Threshold[child]);
        _left.Add(0);
        _right.Add(0);
        _nodeCover.Add(0);
        _left[node] = Take(ensemble, ensemble.Left[child], valueOf);
        _right[node] = Take(ensemble, ensemble.Right[child], valueOf);
        _nodeCover[node] = Cover(_left[node]) + Cover(_right[node]);
        return node;
    }

    private void Shift(double by)
    {
        for (var leaf = 0; leaf < _leafValue.Count; leaf++)
        {
            _leafValue[leaf] += by;
        }
    }

    /// <summary>Adds the nodes and leaves of an ensemble, and says where each has gone.</summary>
    private Func<int, int> Add(TreeEnsemble ensemble, double weight, double share)
    {
        var (nodes, leaves) = (_feature.Count, _leafValue.Count);
        int Moved(int child) => child >= 0 ? child + nodes : ~(~child + leaves);
        _feature.AddRange(ensemble.Feature);
        _threshold.AddRange(ensemble.Threshold);
        _left.AddRange(ensemble.Left.Select(Moved));
        _right.AddRange(ensemble.Right.Select(Moved));
        _leafValue.AddRange(ensemble.LeafValue.Select(v => v * weight));
        _nodeCover.AddRange(ensemble.NodeCover.Select(c => (float)(c * share)));
        _leafCover.AddRange(ensemble.LeafCover.Select(c => (float)(c * share)));
        return Moved;
    }

    private int Nothing(float cover)
    {
        _leafValue.Add(0);
        _leafCover.Add(cover);
        return ~(_leafValue.Count - 1);
    }

    private float Cover(int child) => child < 0 ? _leafCover[~child] : _nodeCover[child];

    private TreeEnsemble Build() => new()
    {
        FeatureCount = _featureCount,
        Roots = [.. _roots],
        Feature = [.. _feature],
        Threshold = [.. _threshold],
        Left = [.. _left],
        Right = [.. _right],
        LeafValue = [.. _leafValue],
        NodeCover = [.. _nodeCover],
        LeafCover = [.. _leafCover],
    };
}
