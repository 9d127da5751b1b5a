namespace HotelCancellation.Model;

/// <summary>
/// A sum of regression trees in flat arrays. Nodes of all trees stand one after the other; a child that is negative is a
/// leaf, at its bitwise complement. A row goes left where its value is less than or equal to the threshold. Immutable.
/// </summary>
public sealed class TreeEnsemble
{
    /// <summary>Bits of a leaf's value as it was trained.</summary>
    public const int DoubleBits = 64;

    /// <summary>Features that a row must have.</summary>
    public required int FeatureCount { get; init; }

    /// <summary>The first node of each tree; a negative root is a single leaf.</summary>
    public required int[] Roots { get; init; }

    /// <summary>For each node, the feature it asks about.</summary>
    public required ushort[] Feature { get; init; }

    /// <summary>For each node, the largest value that goes left.</summary>
    public required float[] Threshold { get; init; }

    /// <summary>For each node, where to go when the value is less than or equal to the threshold.</summary>
    public required int[] Left { get; init; }

    /// <summary>For each node, where to go otherwise.</summary>
    public required int[] Right { get; init; }

    /// <summary>For each leaf, what it adds to the sum, in log-odds.</summary>
    public required double[] LeafValue { get; init; }

    /// <summary>For each node, the training rows that came through it.</summary>
    public required float[] NodeCover { get; init; }

    /// <summary>For each leaf, the training rows that ended in it.</summary>
    public required float[] LeafCover { get; init; }

    /// <summary>Bits of a leaf's value; 8 or 16 where those of each tree are whole numbers of so many bits, sign included, times a power of two.</summary>
    public int LeafBits { get; init; } = DoubleBits;

    /// <summary>Number of trees.</summary>
    public int TreeCount => Roots.Length;

    /// <summary>The ensemble for rows of more numbers.</summary>
    /// <param name="columns">For each number that this ensemble asks about, its place in the wider row.</param>
    /// <param name="featureCount">Numbers of the wider row.</param>
    public TreeEnsemble Over(IReadOnlyList<int> columns, int featureCount) => new()
    {
        FeatureCount = featureCount,
        Roots = Roots,
        Feature = Array.ConvertAll(Feature, f => (ushort)columns[f]),
        Threshold = Threshold,
        Left = Left,
        Right = Right,
        LeafValue = LeafValue,
        NodeCover = NodeCover,
        LeafCover = LeafCover,
        LeafBits = LeafBits,
    };

    /// <summary>The same trees with other leaves.</summary>
    /// <param name="leafValue">What each leaf adds.</param>
    /// <param name="leafBits">See <see cref="LeafBits"/>.</param>
    internal TreeEnsemble With(double[] leafValue, int leafBits) => new()
    {
        FeatureCount = FeatureCount,
        Roots = Roots,
        Feature = Feature,
        Threshold = Threshold,
        Left = Left,
        Right = Right,
        LeafValue = leafValue,
        NodeCover = NodeCover,
        LeafCover = LeafCover,
        LeafBits = leafBits,
    };

    /// <summary>The sum over all trees, in log-odds.</summary>
    /// <param name="row">At least <see cref="FeatureCount"/> numbers, none NaN.</param>
    /// <exception cref="ArgumentException">The row is too short.</exception>
    public double Score(ReadOnlySpan<float> row)
    {
        if (row.Length < FeatureCount)
        {
            throw new ArgumentException($"The row has {row.Length} numbers; the ensemble needs {FeatureCount}.", nameof(row));
        }

        var feature = Feature;
        var threshold = Threshold;
        var left = Left;
        var right = Right;
        double sum = 0;
        foreach (var root in Roots)
        {
            var node = root;
            while (node >= 0)
            {
                node = row[feature[node]] <= threshold[node] ? left[node] : right[node];
            }

            sum += LeafValue[~node];
        }

        return sum;
    }

    /// <summary>The mean of the sum over the training rows, in log-odds: what is said of a booking of which nothing is known.</summary>
    public double Baseline()
    {
        double sum = 0;
        foreach (var root in Roots)
        {
            sum += Mean(root);
        }

        return sum;
    }

    /// <summary>The cover-weighted mean of the leaves below a child reference.</summary>
    internal double Mean(int child) =>
        child < 0 ? LeafValue[~child] : ((Cover(Left[child]) * Mean(Left[child])) + (Cover(Right[child]) * Mean(Right[child]))) / NodeCover[child];

    internal float Cover(int child) => child < 0 ? LeafCover[~child] : NodeCover[child];
}
