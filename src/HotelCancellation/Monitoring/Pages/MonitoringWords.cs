using HotelCancellation.Monitoring.Drift;
using HotelCancellation.Monitoring.Reports;
using HotelCancellation.Validation;

namespace HotelCancellation.Monitoring.Pages;

/// <summary>How the page says what reports have as names.</summary>
internal static class MonitoringWords
{
    public static ReportStatus Status(FindingSeverity severity) => severity switch { FindingSeverity.Error => ReportStatus.Failed, FindingSeverity.Warning => ReportStatus.Warned, _ => ReportStatus.Passed };

    public static string Name(FindingKind kind) => kind switch
    {
        FindingKind.Data => "trouble with the data",
        FindingKind.NewCategories => "new categories",
        FindingKind.Drift => "bookings have drifted",
        FindingKind.Predictions => "predictions have moved",
        FindingKind.Concept => "guests have changed",
        FindingKind.Latency => "predictions are slow",
        FindingKind.Errors => "predictions fail",
        _ => "the model is worse",
    };

    public static string Name(DriftState state) => state switch { DriftState.TooFewRows => "too few", DriftState.Stable => "as in training", DriftState.Moved => "moved", _ => "drifted" };
}
