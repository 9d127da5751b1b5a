namespace HotelCancellation.Simulation;

/// <summary>A draw from few values with weights.</summary>
internal sealed class Choice<T>
{
    private readonly T[] _values;
    private readonly double[] _cumulative;

    /// <summary>Values with their weights; the weights need not add up to 1.</summary>
    public Choice(params (T Value, double Weight)[] options)
    {
        _values = [.. options.Select(o => o.Value)];
        _cumulative = new double[options.Length];
        var sum = 0.0;
        for (var i = 0; i < options.Length; i++)
        {
            _cumulative[i] = sum += options[i].Weight;
        }
    }

    /// <summary>Values by rank, the r-th (from 1) with weight r^-exponent: Zipf's law.</summary>
    public static Choice<T> Zipf(IReadOnlyList<T> ranked, double exponent) =>
        new([.. ranked.Select((value, i) => (value, StableMath.Pow(i + 1, -exponent)))]);

    /// <summary>Draws one value.</summary>
    public T Pick(ref SplitMix64 random)
    {
        var target = random.NextDouble() * _cumulative[^1];
        if (_cumulative.Length > 16)
        {
            var found = Array.BinarySearch(_cumulative, target);
            return _values[Math.Min(found >= 0 ? found + 1 : ~found, _values.Length - 1)];
        }

        var i = 0;
        while (i < _cumulative.Length - 1 && _cumulative[i] <= target)
        {
            i++;
        }

        return _values[i];
    }
}
