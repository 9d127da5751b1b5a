using HotelCancellation.Bookings;
using HotelCancellation.Bookings.Events;
using HotelCancellation.Features;
using HotelCancellation.Monitoring.Concept;
using HotelCancellation.Monitoring.Days;
using HotelCancellation.Monitoring.References;
using HotelCancellation.Tests.Training.Snapshots;
using HotelCancellation.Training;
using HotelCancellation.Training.Snapshots;

namespace HotelCancellation.Tests.Monitoring.References;

/// <summary>A model of a small group with its reference, made once.</summary>
internal static class QuickReference
{
    private static readonly PartySizes Parties = new();

    private static readonly Lazy<(TrainingResult Result, ModelReference Reference)> Made = new(() =>
    {
        var result = Train();
        return (result, ReferenceFitter.Fit(result)!);
    });

    /// <summary>What is known before the last weeks.</summary>
    public static IReadOnlyList<BookingHistory> Known { get; } = [.. Lives.Generated.Before(new DateOnly(2025, 7, 1))];

    public static TrainingResult Result => Made.Value.Result;

    public static ModelReference Reference => Made.Value.Reference;

    public static TrainingResult Train() => new AsOfModelTrainer(Lives.Quick, TimeProvider.System).Train([.. Known], null, default);

    /// <summary>Some 400 parties out of the last year of training as they were made, with what the model says of them then.</summary>
    public static IReadOnlyList<(Booking Booking, float[] Row, double Probability)> Bookings { get; } =
    [
        .. Enumerable.Range(0, Result.Evidence!.Table.Rows.Count).Where(i => Result.Evidence.Table.Rows[i].Number == 0 && Parties.Add(Result.Evidence.Table.Booking(i)) == 1).TakeLast(3200).Where((_, i) => i % 8 == 0).Select(i =>
        {
            var at = Result.Evidence.Table.At(Result.Evidence.Table.Rows[i].Life, Result.Evidence.Table.Rows[i].Day);
            var row = new float[Result.Model.Encoder.Width];
            return (at.Booking, row, Result.Model.Probability(at, row));
        }),
    ];

    /// <summary>A day of them, counted in some order and divided among processes.</summary>
    public static MonitoringDay Count(IEnumerable<(Booking Booking, float[] Row, double Probability)> bookings, DateOnly day)
    {
        var counts = new MonitoringDay(Reference, day);
        foreach (var (booking, row, probability) in bookings)
        {
            counts.CountBooking(booking, row, probability, isFirstOfParty: true);
            counts.CountOutcome(booking.PropertyId.Value, probability, probability > 0.5);
        }

        return counts;
    }
}
