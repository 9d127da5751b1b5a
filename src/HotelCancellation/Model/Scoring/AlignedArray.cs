using System.Runtime.CompilerServices;

namespace HotelCancellation.Model.Scoring;

/// <summary>Numbers that neither move in memory nor begin within a cache line. Whoever reads by <see cref="Start"/> keeps it alive.</summary>
internal sealed unsafe class AlignedArray<T>
    where T : unmanaged
{
    private const int CacheLineBytes = 64;
    private readonly T[] _pinned;

    public AlignedArray(ReadOnlySpan<T> values)
        : this(values.Length) => values.CopyTo(Span);

    /// <param name="length">So many, which hold anything until they are set.</param>
    public AlignedArray(int length)
    {
        Length = length;
        _pinned = GC.AllocateUninitializedArray<T>(length + (CacheLineBytes / sizeof(T)) + 1, pinned: true);
        var first = (nuint)Unsafe.AsPointer(ref _pinned[0]);
        Start = (T*)((first + CacheLineBytes - 1) & ~(nuint)(CacheLineBytes - 1));
    }

    public int Length { get; }

    public T* Start { get; }

    public Span<T> Span => new(Start, Length);
}
