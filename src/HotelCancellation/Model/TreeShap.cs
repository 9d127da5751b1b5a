using System.Buffers;

namespace HotelCancellation.Model;

/// <summary>
/// Exact Shapley values of a tree ensemble with path-dependent feature perturbation. S. Lundberg et al., <i>From local
/// explanations to global understanding with explainable AI for trees</i>, Nature Machine Intelligence 2 (2020), algorithm 2.
/// </summary>
internal static class TreeShap
{
    /// <summary>Adds each feature's contribution, in log-odds: they sum to the row's score minus the ensemble's baseline.</summary>
    public static void Explain(TreeEnsemble ensemble, ReadOnlySpan<float> row, Span<double> contributions)
    {
        var deepest = 0;
        foreach (var root in ensemble.Roots)
        {
            deepest = Math.Max(deepest, Depth(ensemble, root));
        }

        var size = (deepest + 2) * (deepest + 3) / 2;
        var pool = ArrayPool<Step>.Shared.Rent(size);
        try
        {
            foreach (var root in ensemble.Roots)
            {
                if (root >= 0)
                {
                    new Walk(ensemble, row, contributions).Down(root, pool.AsSpan(0, size), 0, 1, 1, -1);
                }
            }
        }
        finally
        {
            ArrayPool<Step>.Shared.Return(pool);
        }
    }

    private static int Depth(TreeEnsemble ensemble, int child) =>
        child < 0 ? 0 : 1 + Math.Max(Depth(ensemble, ensemble.Left[child]), Depth(ensemble, ensemble.Right[child]));

    /// <summary>A feature on the way: the shares of subsets that flow on with it left out and with it known (1 where the row goes that way, otherwise 0), and the weight of subsets of a size.</summary>
    private struct Step
    {
        public int Feature;
        public double ShareWithout;
        public double ShareWith;
        public double Weight;
    }

    private readonly ref struct Walk(TreeEnsemble ensemble, ReadOnlySpan<float> row, Span<double> contributions)
    {
        private readonly ReadOnlySpan<float> _row = row;
        private readonly Span<double> _contributions = contributions;

        public void Down(int child, Span<Step> path, int depth, double without, double with, int feature)
        {
            Extend(path, depth, without, with, feature);
            if (child < 0)
            {
                Leaf(path, depth, ensemble.LeafValue[~child]);
                return;
            }

            var split = ensemble.Feature[child];
            var (hot, cold) = _row[split] <= ensemble.Threshold[child]
                ? (ensemble.Left[child], ensemble.Right[child])
                : (ensemble.Right[child], ensemble.Left[child]);
            double withBefore = 1, withoutBefore = 1;
            var known = 1;
            while (known <= depth && path[known].Feature != split)
            {
                known++;
            }

            if (known <= depth)
            {
                (withoutBefore, withBefore) = (path[known].ShareWithout, path[known].ShareWith);
                Unwind(path, depth, known);
                depth--;
            }

            double cover = ensemble.NodeCover[child];
            var next = path[(depth + 1)..];
            path[..(depth + 1)].CopyTo(next);
            Down(hot, next, depth + 1, ensemble.Cover(hot) / cover * withoutBefore, withBefore, split);
            path[..(depth + 1)].CopyTo(next);
            Down(cold, next, depth + 1, ensemble.Cover(cold) / cover * withoutBefore, 0, split);
        }

        private void Leaf(Span<Step> path, int depth, double value)
        {
            // A branch that the row does not take is left by every subset that knows its feature, so that the weight is the same for all of those.
            double cold = 0;
            for (var i = 0; i < depth; i++)
            {
                cold += path[i].Weight / (depth - i);
            }

            cold *= -(depth + 1) * value;
            var rising = Rising(depth);
            for (var i = 1; i <= depth; i++)
            {
                _contributions[path[i].Feature] += path[i].ShareWith == 0 ? cold : HotWeight(path, depth, path[i].ShareWithout, rising) * (1 - path[i].ShareWithout) * value;
            }
        }

        private static void Extend(Span<Step> path, int depth, double without, double with, int feature)
        {
            path[depth] = new Step { Feature = feature, ShareWithout = without, ShareWith = with, Weight = depth == 0 ? 1 : 0 };
            var one = 1.0 / (depth + 1);
            (without, with) = (without * one, with * one);
            for (var i = depth - 1; i >= 0; i--)
            {
                path[i + 1].Weight += with * path[i].Weight * (i + 1);
                path[i].Weight *= without * (depth - i);
            }
        }

        private static void Unwind(Span<Step> path, int depth, int index)
        {
            var (with, without) = (path[index].ShareWith, path[index].ShareWithout);
            var next = path[depth].Weight;
            for (var i = depth - 1; i >= 0; i--)
            {
                if (with != 0)
                {
                    var before = path[i].Weight;
                    path[i].Weight = next * (depth + 1) / ((i + 1) * with);
                    next = before - (path[i].Weight * without * (depth - i) / (depth + 1));
                }
                else
                {
                    path[i].Weight = path[i].Weight * (depth + 1) / (without * (depth - i));
                }
            }

            for (var i = index; i < depth; i++)
            {
                (path[i].Feature, path[i].ShareWithout, path[i].ShareWith) = (path[i + 1].Feature, path[i + 1].ShareWithout, path[i + 1].ShareWith);
            }
        }

        /// <summary>The sum of weights without a feature that the row flows on with: its share with the feature known is 1.</summary>
        private static double HotWeight(Span<Step> path, int depth, double without, ReadOnlySpan<double> rising)
        {
            var next = path[depth].Weight;
            double sum = 0;
            without /= depth + 1;
            for (var i = depth - 1; i >= 0; i--)
            {
                var weight = next * rising[i];
                sum += weight;
                next = path[i].Weight - (weight * without * (depth - i));
            }

            return sum;
        }
    }

    /// <summary>(depth + 1) / (i + 1) of each i below a depth.</summary>
    private static ReadOnlySpan<double> Rising(int depth) =>
        depth < Ratios.Length ? Ratios[depth] : Ratio(depth);

    private static readonly double[][] Ratios = [.. Enumerable.Range(0, 64).Select(Ratio)];

    private static double[] Ratio(int depth) => [.. Enumerable.Range(0, depth).Select(i => (depth + 1.0) / (i + 1))];
}
