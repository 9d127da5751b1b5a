using System.Buffers.Binary;
using System.Numerics;
using HotelCancellation.Model;

namespace HotelCancellation.Registry;

/// <summary>
/// What stands behind the header of <c>ensemble.bin</c> where leaves have few bits, little-endian: bits of a leaf, number of different questions (i32 each); the questions, by
/// feature and threshold: features (u16), thresholds (f32); for each tree the power of two of its leaves (i8); the bits of <see cref="TreeShape"/>; for each node the place of its
/// question (u16; i32 where there are more than 65,536); for each leaf its whole number (i8 or i16, as it has 8 bits or 16), then its cover (f32). A node's cover is
/// the sum of its children's. Nothing follows.
/// </summary>
internal static class PackedEnsembleFormat
{
    /// <summary>The format version that the header has.</summary>
    public const int FormatVersion = 2;

    private const int Byte = 8;
    private const int Short = 16;
    private const int PrefixBytes = 2 * sizeof(int);
    private const int NarrowQuestions = 1 << 16;

    /// <summary>Writes what stands behind the header.</summary>
    /// <exception cref="ArgumentException">The ensemble's nodes stand in another order, their covers are not the sums that are left out, or its leaves have more bits than it says.</exception>
    public static byte[] Write(TreeEnsemble ensemble)
    {
        var (nodes, leaves, bits) = (ensemble.Feature.Length, ensemble.LeafValue.Length, ensemble.LeafBits);
        if (bits is not Byte and not Short)
        {
            throw new ArgumentException($"Its leaves have {bits} bits; {Byte} and {Short} are packed.", nameof(ensemble));
        }

        var asked = Array.ConvertAll([.. Enumerable.Range(0, nodes)], n => (ensemble.Feature[n], Bits: BitConverter.SingleToInt32Bits(ensemble.Threshold[n])));
        var questions = asked.Distinct().OrderBy(q => q.Item1).ThenBy(q => BitConverter.Int32BitsToSingle(q.Bits)).ThenBy(q => q.Bits).ToArray();
        var place = questions.Select((q, i) => (q, i)).ToDictionary(x => x.q, x => x.i);
        var bitsOfShape = TreeShape.Write(ensemble);
        var shape = TreeShape.TryRead(bitsOfShape, ensemble.TreeCount, nodes, leaves)!;
        if (!shape.NodeCovers(ensemble.LeafCover).AsSpan().SequenceEqual(ensemble.NodeCover))
        {
            throw new ArgumentException("The covers of its nodes are not the sums of their children's.", nameof(ensemble));
        }

        var (exponents, numbers) = Whole(ensemble, shape);
        var bytes = new byte[Length(ensemble.TreeCount, nodes, leaves, bits, questions.Length)];
        var rest = bytes.AsSpan();
        LittleEndian.Put<int>([bits, questions.Length], ref rest);
        LittleEndian.Put<ushort>(Array.ConvertAll(questions, q => q.Item1), ref rest);
        LittleEndian.Put<int>(Array.ConvertAll(questions, q => q.Bits), ref rest);
        LittleEndian.Put<sbyte>(exponents, ref rest);
        LittleEndian.Put<byte>(bitsOfShape, ref rest);
        if (questions.Length > NarrowQuestions)
        {
            LittleEndian.Put<int>(Array.ConvertAll(asked, q => place[q]), ref rest);
        }
        else
        {
            LittleEndian.Put<ushort>(Array.ConvertAll(asked, q => (ushort)place[q]), ref rest);
        }

        if (bits == Short)
        {
            LittleEndian.Put<short>(numbers, ref rest);
        }
        else
        {
            LittleEndian.Put<sbyte>(Array.ConvertAll(numbers, n => (sbyte)n), ref rest);
        }

        LittleEndian.Put<float>(ensemble.LeafCover, ref rest);
        return bytes;
    }

    /// <summary>Reads what stands behind the header, whatever the bytes are.</summary>
    /// <returns>The ensemble, which is still to be checked, or null and what is wrong with the bytes.</returns>
    public static (TreeEnsemble? Ensemble, string? Fault) Read(ReadOnlySpan<byte> bytes, int features, uint trees, uint nodes, uint leaves)
    {
        var bits = bytes.Length < PrefixBytes ? 0 : BinaryPrimitives.ReadInt32LittleEndian(bytes);
        var count = bytes.Length < PrefixBytes ? 0 : BinaryPrimitives.ReadInt32LittleEndian(bytes[sizeof(int)..]);

        // The length is compared before anything is allocated, so that a wrong count cannot ask for memory.
        if (bits is not Byte and not Short || count < 0 || Length(trees, nodes, leaves, bits, count) != bytes.Length)
        {
            return (null, $"Its header ({trees} trees, {nodes} nodes, {leaves} leaves of {bits} bits, {count} questions) does not fit the {bytes.Length} bytes behind it.");
        }

        var rest = bytes[PrefixBytes..];
        var askedFeatures = LittleEndian.Take<ushort>(count, ref rest);
        var thresholds = LittleEndian.Take<float>(count, ref rest);
        var exponents = LittleEndian.Take<sbyte>((int)trees, ref rest);
        var shapeBits = LittleEndian.Take<byte>((int)TreeShape.Bytes((long)nodes + leaves), ref rest);
        var asked = count > NarrowQuestions ? LittleEndian.Take<int>((int)nodes, ref rest) : Array.ConvertAll(LittleEndian.Take<ushort>((int)nodes, ref rest), q => (int)q);
        var numbers = bits == Short ? LittleEndian.Take<short>((int)leaves, ref rest) : Array.ConvertAll(LittleEndian.Take<sbyte>((int)leaves, ref rest), n => (short)n);
        var covers = LittleEndian.Take<float>((int)leaves, ref rest);
        if (TreeShape.TryRead(shapeBits, (int)trees, (int)nodes, (int)leaves) is not { } shape)
        {
            return (null, $"Its {trees} trees do not have the {nodes} nodes and {leaves} leaves of its header.");
        }

        if (Array.FindIndex(asked, q => (uint)q >= (uint)count) is >= 0 and var wrong)
        {
            return (null, $"Node {wrong} asks question {asked[wrong]} of {count}.");
        }

        return (new TreeEnsemble
        {
            FeatureCount = features,
            Roots = shape.Roots,
            Feature = Array.ConvertAll(asked, q => askedFeatures[q]),
            Threshold = Array.ConvertAll(asked, q => thresholds[q]),
            Left = shape.Left,
            Right = shape.Right,
            LeafValue = [.. numbers.Select((n, leaf) => Math.ScaleB(n, exponents[shape.TreeOfLeaf[leaf]]))],
            NodeCover = shape.NodeCovers(covers),
            LeafCover = covers,
            LeafBits = bits,
        }, null);
    }

    private static long Length(long trees, long nodes, long leaves, long bits, long questions) =>
        PrefixBytes + (questions * (sizeof(ushort) + sizeof(float))) + trees + TreeShape.Bytes(nodes + leaves)
        + (nodes * (questions > NarrowQuestions ? sizeof(int) : sizeof(ushort))) + (leaves * ((bits == Short ? sizeof(short) : sizeof(sbyte)) + sizeof(float)));

    /// <summary>What leaves add as whole numbers, and the power of two of each tree's: the largest that leaves them whole.</summary>
    private static (sbyte[] Exponents, short[] Numbers) Whole(TreeEnsemble ensemble, TreeShape shape)
    {
        var exponents = new int[ensemble.TreeCount];
        exponents.AsSpan().Fill(int.MaxValue);
        for (var leaf = 0; leaf < ensemble.LeafValue.Length; leaf++)
        {
            ref var exponent = ref exponents[shape.TreeOfLeaf[leaf]];
            exponent = Math.Min(exponent, LastBit(ensemble.LeafValue[leaf]));
        }

        var most = (1 << (ensemble.LeafBits - 1)) - 1;
        var narrow = Array.ConvertAll(exponents, e => (sbyte)(e == int.MaxValue ? 0 : Math.Clamp(e, sbyte.MinValue, sbyte.MaxValue)));
        var numbers = new short[ensemble.LeafValue.Length];
        for (var leaf = 0; leaf < numbers.Length; leaf++)
        {
            var exponent = narrow[shape.TreeOfLeaf[leaf]];
            numbers[leaf] = (short)Math.Clamp(Math.ScaleB(ensemble.LeafValue[leaf], -exponent), -most, most);
            if (BitConverter.DoubleToInt64Bits(Math.ScaleB(numbers[leaf], exponent)) != BitConverter.DoubleToInt64Bits(ensemble.LeafValue[leaf]))
            {
                throw new ArgumentException($"Leaf {leaf} has the value {ensemble.LeafValue[leaf]:R}, which is no whole number of {ensemble.LeafBits} bits times a power of two of its tree.", nameof(ensemble));
            }
        }

        return (narrow, numbers);
    }

    /// <summary>The power of two that the last bit of a number stands for.</summary>
    private static int LastBit(double value) =>
        value == 0 ? int.MaxValue : Math.ILogB(value) - 52 + BitOperations.TrailingZeroCount(BitConverter.DoubleToInt64Bits(value) | (1L << 52));
}
