using System.Runtime.InteropServices;

namespace HotelCancellation.Model.Scoring;

/// <summary>
/// Numbers that neither move in memory nor begin within a cache line. Whoever reads by <see cref="Start"/> keeps it alive. The memory is not the garbage collector's: arrays of this size, which it may
/// not move, make it look through the whole heap each second time that a champion is swapped.
/// </summary>
internal sealed unsafe class AlignedArray<T> : SafeHandle
    where T : unmanaged
{
    private const int CacheLineBytes = 64;

    public AlignedArray(ReadOnlySpan<T> values)
        : this(values.Length) => values.CopyTo(Span);

    /// <param name="length">So many, which hold anything until they are set.</param>
    public AlignedArray(int length)
        : base(0, ownsHandle: true)
    {
        Length = length;
        SetHandle((nint)NativeMemory.AlignedAlloc((nuint)length * (nuint)sizeof(T), CacheLineBytes));
    }

    public override bool IsInvalid => handle == 0;

    public int Length { get; }

    public T* Start => (T*)handle;

    public Span<T> Span => new(Start, Length);

    protected override bool ReleaseHandle()
    {
        NativeMemory.AlignedFree((void*)handle);
        return true;
    }
}
