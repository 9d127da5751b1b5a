using System.Globalization;

namespace HotelCancellation.Model;

/// <summary>Says a contribution in a sentence that a hotel's staff can use.</summary>
internal static class ReasonText
{
    public static string For(string feature, string value, double contribution)
    {
        var direction = contribution >= 0 ? "raises" : "lowers";
        var factor = Math.Exp(Math.Abs(contribution)).ToString("0.00", CultureInfo.InvariantCulture);
        return $"{Words(feature)} {value} {direction} the odds of a cancellation ({(contribution >= 0 ? "x" : "/")} {factor})";
    }

    private static string Words(string feature) => feature switch
    {
        "adr" => "Daily rate",
        "agentRate" => "The record of travel agent",
        "agentCount" => "The volume of travel agent",
        "companyRate" => "The record of company",
        "companyCount" => "The volume of company",
        _ => Split(feature),
    };

    private static string Split(string name) =>
        char.ToUpperInvariant(name[0]) + string.Concat(name[1..].Select(c => char.IsUpper(c) ? $" {char.ToLowerInvariant(c)}" : c.ToString()));
}
