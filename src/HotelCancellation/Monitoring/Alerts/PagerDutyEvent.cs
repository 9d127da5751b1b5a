using System.Globalization;
using System.Text.Json.Nodes;
using HotelCancellation.Monitoring.Reports;

namespace HotelCancellation.Monitoring.Alerts;

/// <summary>An alert as PagerDuty's Events API v2 has it; others take the same body.</summary>
internal static class PagerDutyEvent
{
    private const int LongestSummary = 1024;
    private const int LongestKey = 255;

    /// <summary>The body.</summary>
    /// <param name="alert">The alert.</param>
    /// <param name="what">What to tell.</param>
    /// <param name="options">The key and the source.</param>
    public static JsonObject Of(Alert alert, AlertSent what, AlertOptions options)
    {
        var body = new JsonObject
        {
            ["routing_key"] = options.RoutingKey,
            ["event_action"] = what == AlertSent.Cleared ? "resolve" : "trigger",
            ["dedup_key"] = Cut($"{options.Source}/{alert.Key}/{Day(alert.OpenedDay)}", LongestKey),
        };
        if (what == AlertSent.Cleared)
        {
            return body;
        }

        body["payload"] = new JsonObject
        {
            ["summary"] = Cut($"{Title(alert.Finding)}: {string.Join(' ', alert.Finding.Reasons)}", LongestSummary),
            ["source"] = options.Source,
            ["severity"] = alert.Finding.Severity.ToString().ToLowerInvariant(),
            ["component"] = alert.ModelVersion,
            ["group"] = alert.Finding.Property ?? "all hotels",
            ["class"] = alert.Finding.Kind.ToString().ToLowerInvariant(),
            ["custom_details"] = new JsonObject
            {
                ["key"] = alert.Key,
                ["property"] = alert.Finding.Property,
                ["model_version"] = alert.ModelVersion,
                ["opened_day"] = Day(alert.OpenedDay),
                ["day"] = Day(alert.LastDay),
                ["asks_for_training"] = alert.Finding.AsksForTraining,
                ["forbids_training"] = alert.Finding.ForbidsTraining,
                ["report"] = $"/api/v1/monitoring/reports/{Day(alert.LastDay)}/{alert.ModelVersion}",
                ["reasons"] = new JsonArray([.. alert.Finding.Reasons.Select(r => JsonValue.Create(r))]),
            },
        };
        return body;
    }

    private static string Title(Finding finding) => finding.Kind switch
    {
        FindingKind.Data => "Trouble with the data",
        FindingKind.NewCategories => "New categories",
        FindingKind.Drift => "Bookings have drifted",
        FindingKind.Predictions => "Predictions have moved",
        FindingKind.Concept => "Guests have changed",
        FindingKind.Latency => "Predictions are slow",
        FindingKind.Errors => "Predictions fail",
        _ => "The model is worse",
    } + (finding.Property is { } hotel ? $" at {hotel}" : "");

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Cut(string text, int longest) => text.Length <= longest ? text : text[..longest];
}
