using System.Globalization;
using HotelCancellation.Simulation;

namespace HotelCancellation.Cli.Commands;

/// <summary>The text of a drift: <c>KIND[:ONSET[:SIZE]]</c>, such as <c>price</c>, <c>mix:90</c> or <c>behaviour:2024-06-01:1.6</c>.</summary>
internal static class DriftArgument
{
    private static readonly string[] Kinds = [.. Enum.GetNames<DriftKind>().Select(n => n.ToLowerInvariant())];

    /// <summary>Reads a drift.</summary>
    /// <param name="text">The text.</param>
    /// <param name="drift">The drift.</param>
    /// <param name="problem">What is wrong with the text, or null.</param>
    /// <returns>Whether the text can be read.</returns>
    public static bool TryParse(string text, out DriftOptions drift, out string? problem)
    {
        var parts = text.Split(':');
        drift = new DriftOptions { Kind = (DriftKind)Array.IndexOf(Kinds, parts[0].ToLowerInvariant()) };
        problem = !Enum.IsDefined(drift.Kind) ? $"the kind must be one of {string.Join(", ", Kinds)}, not '{parts[0]}'"
            : parts.Length > 3 ? "must be KIND, KIND:ONSET or KIND:ONSET:SIZE"
            : null;
        if (problem is null && parts.Length > 1 && parts[1].Length > 0)
        {
            if (int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var day))
            {
                drift = drift with { OnsetDay = day };
            }
            else if (DateOnly.TryParseExact(parts[1], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
            {
                drift = drift with { OnsetDate = date };
            }
            else
            {
                problem = $"the onset must be a number of days after the first or a date written yyyy-MM-dd, not '{parts[1]}'";
            }
        }

        if (problem is null && parts.Length > 2)
        {
            if (double.TryParse(parts[2], NumberStyles.Float, CultureInfo.InvariantCulture, out var size))
            {
                drift = drift with { Size = size };
            }
            else
            {
                problem = $"the size must be a number with a decimal point, not '{parts[2]}'";
            }
        }

        return problem is null;
    }
}
