using HotelCancellation.Monitoring.Runs;

namespace HotelCancellation.Retraining;

/// <summary>Alarms about the data that stand: what they speak of would be learned from.</summary>
internal static class DataAlarms
{
    /// <summary>One sentence each.</summary>
    /// <exception cref="Platform.StorageUnavailableException">Storage does not answer.</exception>
    public static async Task<IReadOnlyList<string>> OpenAsync(KeptReports reports, CancellationToken cancellationToken) =>
        [.. (await reports.AlertsAsync(1, cancellationToken)).Where(a => a.IsOpen && a.Finding.ForbidsTraining).Select(a => a.Finding.Reasons.FirstOrDefault() ?? a.Key)];
}
