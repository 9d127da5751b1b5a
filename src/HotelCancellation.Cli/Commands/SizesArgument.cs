using System.Globalization;

namespace HotelCancellation.Cli.Commands;

/// <summary>The sizes of hotels as text: <c>100</c>, <c>5-200</c> or <c>5,40,200</c>.</summary>
internal static class SizesArgument
{
    /// <summary>A size for each hotel; null where the text is none of these.</summary>
    public static double[]? Parse(string text, int hotels)
    {
        if (hotels < 1)
        {
            return null;
        }

        if (text.Contains('-', StringComparison.Ordinal))
        {
            var ends = Numbers(text.Split('-'));

            // Evenly in ratio: as many hotels from 5 to 20 as from 50 to 200.
            return ends is { Length: 2 } && ends[0] <= ends[1]
                ? [.. Enumerable.Range(0, hotels).Select(i => Math.Round(ends[0] * Math.Pow(ends[1] / ends[0], hotels == 1 ? 0.5 : i / (hotels - 1.0)), 2))]
                : null;
        }

        var sizes = Numbers(text.Split(','));
        return sizes is null ? null : sizes.Length == hotels ? sizes : sizes.Length == 1 ? [.. Enumerable.Repeat(sizes[0], hotels)] : null;
    }

    private static double[]? Numbers(string[] parts)
    {
        var numbers = parts.Select(p => double.TryParse(p, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : double.NaN).ToArray();
        return Array.Exists(numbers, double.IsNaN) ? null : numbers;
    }
}
