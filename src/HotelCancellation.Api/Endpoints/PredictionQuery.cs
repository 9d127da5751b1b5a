using System.Globalization;
using HotelCancellation.Api.Problems;

namespace HotelCancellation.Api.Endpoints;

/// <summary>What the query of a prediction asks for.</summary>
/// <param name="Explain">Whether to say why.</param>
/// <param name="AsOf">The day the booking is asked about, or null.</param>
internal readonly record struct PredictionQuery(bool Explain, DateOnly? AsOf)
{
    /// <summary>Reads the two parameters; null where both are right, else the problem.</summary>
    public static ApiProblem? TryRead(string? explain, string? asOf, out PredictionQuery query)
    {
        var wantsReasons = false;
        DateOnly? day = null;
        query = default;
        if (!string.IsNullOrEmpty(explain) && !bool.TryParse(explain, out wantsReasons))
        {
            return ApiProblem.Invalid("explain", $"must be true or false; got '{Cut(explain)}'");
        }

        if (!string.IsNullOrEmpty(asOf))
        {
            if (!DateOnly.TryParseExact(asOf, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
            {
                return ApiProblem.Invalid("asOf", $"must be a date of the calendar written yyyy-MM-dd; got '{Cut(asOf)}'");
            }

            day = date;
        }

        query = new PredictionQuery(wantsReasons, day);
        return null;
    }

    internal static string Cut(string text) => text.Length <= 100 ? text : $"{text.AsSpan(0, 100)}…";
}
