using HotelCancellation.Model;

namespace HotelCancellation.Registry;

/// <summary>
/// Where the nodes and leaves of trees hang, as bits: for each in the order of a walk, a node before what is left of it and that before what is right, whether it is a
/// node. Trees follow one another, and nodes and leaves are numbered as they come.
/// </summary>
internal sealed record TreeShape(int[] Roots, int[] Left, int[] Right, int[] TreeOfLeaf)
{
    /// <summary>Bytes of the bits of so many nodes and leaves.</summary>
    public static long Bytes(long nodesAndLeaves) => (nodesAndLeaves + 7) / 8;

    /// <summary>The bits, the low one of a byte first.</summary>
    /// <exception cref="ArgumentException">The nodes or leaves of the ensemble are numbered otherwise.</exception>
    public static byte[] Write(TreeEnsemble ensemble)
    {
        var (next, node, leaf) = (0, 0, 0);
        var bits = new byte[Bytes(ensemble.Feature.Length + ensemble.LeafValue.Length)];
        var open = new Stack<int>(ensemble.Roots.Reverse());
        while (open.TryPop(out var child))
        {
            if (child != (child < 0 ? ~leaf++ : node++))
            {
                throw new ArgumentException("Its nodes and leaves do not stand in the order of a walk; only such trees are stored with few bits a leaf.", nameof(ensemble));
            }

            if (child >= 0)
            {
                bits[next / 8] |= (byte)(1 << (next % 8));
                open.Push(ensemble.Right[child]);
                open.Push(ensemble.Left[child]);
            }

            next++;
        }

        return bits;
    }

    /// <summary>The shape of so many trees; null where the bits are not those of so many nodes and leaves.</summary>
    public static TreeShape? TryRead(ReadOnlySpan<byte> bits, int trees, int nodes, int leaves)
    {
        var shape = new TreeShape(new int[trees], new int[nodes], new int[nodes], new int[leaves]);
        var (next, node, leaf) = (0L, 0, 0);
        var open = new Stack<(int Parent, bool IsLeft)>();
        for (var tree = 0; tree < trees; tree++)
        {
            open.Push((-1, true));
            while (open.TryPop(out var place))
            {
                var isNode = next < (long)nodes + leaves && (bits[(int)(next / 8)] >> (int)(next % 8) & 1) == 1;
                next++;
                if (isNode ? node == nodes : leaf == leaves)
                {
                    return null;
                }

                int child;
                if (isNode)
                {
                    child = node++;
                    open.Push((child, false));
                    open.Push((child, true));
                }
                else
                {
                    child = ~leaf;
                    shape.TreeOfLeaf[leaf++] = tree;
                }

                (place.Parent < 0 ? ref shape.Roots[tree] : ref place.IsLeft ? ref shape.Left[place.Parent] : ref shape.Right[place.Parent]) = child;
            }
        }

        return node == nodes && leaf == leaves && next == (long)nodes + leaves && IsZero(bits, next) ? shape : null;
    }

    /// <summary>The cover of each node: the sum of its children's, which stand behind it.</summary>
    public float[] NodeCovers(float[] leafCovers)
    {
        var covers = new float[Left.Length];
        for (var node = covers.Length - 1; node >= 0; node--)
        {
            covers[node] = Of(Left[node]) + Of(Right[node]);
        }

        return covers;

        float Of(int child) => child < 0 ? leafCovers[~child] : covers[child];
    }

    // What fills the last byte says nothing, so that there is one way to write a shape.
    private static bool IsZero(ReadOnlySpan<byte> bits, long from) => from % 8 == 0 || bits[^1] >> (int)(from % 8) == 0;
}
