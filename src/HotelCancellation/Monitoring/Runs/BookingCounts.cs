using HotelCancellation.Monitoring.Concept;
using HotelCancellation.Monitoring.Days;
using HotelCancellation.Monitoring.References;
using HotelCancellation.Predictions;

namespace HotelCancellation.Monitoring.Runs;

/// <summary>
/// Counts the bookings made on some days out of the prediction log, each once: by the first prediction that the version made of it as of its day of booking, logged on that day, the day
/// before or the day after (UTC is not every hotel's day, and some send theirs at night). So a day's counts depend on three days of the log, and are made again when one of them changes.
/// </summary>
internal sealed class BookingCounts(LoggedPredictions predictions)
{
    /// <summary>The sources of a day around which nothing is logged.</summary>
    public const string Nothing = "- - -";

    /// <summary>What a day is counted from.</summary>
    public static string SourcesOf(DateOnly day, IReadOnlyDictionary<DateOnly, string> logged) =>
        string.Join(' ', new[] { day.AddDays(-1), day, day.AddDays(1) }.Select(d => logged.GetValueOrDefault(d, "-")));

    /// <summary>Counts.</summary>
    /// <param name="version">The version.</param>
    /// <param name="reference">What it was trained on.</param>
    /// <param name="days">The days.</param>
    /// <param name="last">The last day of the log that counts.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<IReadOnlyDictionary<DateOnly, MonitoringDay>> CountAsync(
        string version, ModelReference reference, IReadOnlyCollection<DateOnly> days, DateOnly last, CancellationToken cancellationToken)
    {
        var counts = days.ToDictionary(d => d, d => new MonitoringDay(reference, d));
        if (days.Count == 0)
        {
            return counts;
        }

        var to = days.Max().AddDays(1);
        PredictionRecord? counted = null;
        var parties = new PartySizes();
        await foreach (var record in predictions.ReadAsync(days.Min().AddDays(-1), to < last ? to : last, null, RecordParts.All, cancellationToken))
        {
            if (IsAtBooking(record, version) && !IsSameBooking(record, counted) && counts.TryGetValue(record.Booking.BookedOn, out var day))
            {
                counted = record;
                day.CountBooking(record.Booking, record.Features, record.Probability, parties.Add(record.Booking) == 1);
            }
        }

        return counts;
    }

    /// <summary>Whether a prediction is one of those that can stand for its booking.</summary>
    public static bool IsAtBooking(PredictionRecord record, string version)
    {
        var logged = DateOnly.FromDateTime(record.Id.Time.UtcDateTime).DayNumber;
        return record.AsOf == record.Booking.BookedOn && Math.Abs(logged - record.Booking.BookedOn.DayNumber) <= 1 && string.Equals(record.ModelVersion.Value, version, StringComparison.Ordinal);
    }

    /// <summary>Whether two predictions are of the same booking; in the log's order the second then follows on the first.</summary>
    public static bool IsSameBooking(PredictionRecord record, PredictionRecord? other) =>
        other is not null && record.Booking.BookingId == other.Booking.BookingId && record.Booking.PropertyId == other.Booking.PropertyId;
}
