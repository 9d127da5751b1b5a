namespace HotelCancellation.Model.Scoring;

/// <summary>
/// Grows by another array each time. A list would copy all to a larger array again and again, and what it leaves behind is large: that alone makes the garbage collector look through the
/// whole heap, on the processors that requests want.
/// </summary>
internal sealed class Parts<T>
{
    private readonly List<T[]> _arrays = [];

    /// <summary>Numbers of all parts.</summary>
    public int Length { get; private set; }

    /// <summary>Adds so many, one after the other, which the caller is to set.</summary>
    public Span<T> Add(int count)
    {
        var array = new T[count];
        _arrays.Add(array);
        Length += count;
        return array;
    }

    /// <summary>Copies all, one part after the other.</summary>
    public void CopyTo(Span<T> target)
    {
        foreach (var array in _arrays)
        {
            array.CopyTo(target);
            target = target[array.Length..];
        }
    }
}
