namespace HotelCancellation.Simulation;

/// <summary>
/// The generator SplitMix64 of G. Steele, D. Lea and C. Flood, <i>Fast splittable pseudorandom number generators</i>,
/// OOPSLA 2014, figure 16. Eight bytes of state, so that every property, day and booking has a stream of its own; integer
/// arithmetic and <see cref="StableMath"/> only, so that a seed means the same on every machine (which the algorithm of
/// <see cref="Random"/> does not promise).
/// </summary>
/// <param name="seed">Any value.</param>
internal struct SplitMix64(ulong seed)
{
    private ulong _state = seed;

    /// <summary>The finalizer: a bijection in which every input bit moves about half of the output bits.</summary>
    public static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }

    /// <summary>A stream that depends on this one's present state and a key, and leaves this one as it is.</summary>
    public readonly SplitMix64 Fork(ulong key) => new(Mix(_state ^ Mix(key + 0x9E3779B97F4A7C15UL)));

    /// <summary>64 uniform bits.</summary>
    public ulong NextUInt64() => Mix(_state += 0x9E3779B97F4A7C15UL);

    /// <summary>Uniform in [0, 1), a multiple of 2^-53.</summary>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform in [low, high).</summary>
    public double NextDouble(double low, double high) => low + ((high - low) * NextDouble());

    /// <summary>Uniform in 0 .. <paramref name="count"/> - 1.</summary>
    public int NextInt(int count) => (int)Math.BigMul(NextUInt64(), (ulong)count, out _);

    /// <summary>True with the given probability.</summary>
    public bool Chance(double probability) => NextDouble() < probability;

    /// <summary>Exponential with mean 1, by inversion.</summary>
    public double NextExponential() => -StableMath.Log(1 - NextDouble());

    /// <summary>Standard normal, by the polar method of G. Marsaglia and T. Bray (SIAM Review 6, 1964).</summary>
    public double NextNormal()
    {
        while (true)
        {
            var x = NextDouble(-1, 1);
            var y = NextDouble(-1, 1);
            var s = (x * x) + (y * y);
            if (s is > 0 and < 1)
            {
                return x * Math.Sqrt(-2 * StableMath.Log(s) / s);
            }
        }
    }

    /// <summary>Poisson, by products of uniforms (D. Knuth, <i>Seminumerical algorithms</i>, 3.4.1), in parts that exp does not underflow on.</summary>
    public int NextPoisson(double mean)
    {
        var count = 0;
        for (var left = mean; left > 0; left -= 32)
        {
            var limit = StableMath.Exp(-Math.Min(left, 32));
            for (var product = NextDouble(); product > limit; product *= NextDouble())
            {
                count++;
            }
        }

        return count;
    }
}
