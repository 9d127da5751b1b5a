using System.Globalization;
using HotelCancellation.Validation;

namespace HotelCancellation.Cli;

/// <summary>Says in a few lines what validation found.</summary>
internal static class ValidationText
{
    private const int MostRules = 10;

    public static void Write(ValidationSummary summary, Reporter reporter)
    {
        reporter.Line(string.Create(CultureInfo.InvariantCulture, $"{summary.Read} rows read, {summary.Accepted} accepted ({summary.Warned} with warnings), {summary.Rejected} rejected."));
        foreach (var rule in summary.Rules.Take(MostRules))
        {
            var verdict = rule.Severity == Severity.Reject ? "rejected" : "warned of";
            reporter.Line(string.Create(CultureInfo.InvariantCulture, $"  {rule.Rows} rows {verdict}: {rule.Rule}{(rule.Field.Length > 0 ? $" ({rule.Field})" : "")}"));
        }

        if (summary.Rules.Count > MostRules)
        {
            reporter.Line($"  and {summary.Rules.Count - MostRules} rules more");
        }

        if (summary.Quarantine is { } place)
        {
            reporter.Line($"  The rejected rows are in {place}");
        }
    }
}
