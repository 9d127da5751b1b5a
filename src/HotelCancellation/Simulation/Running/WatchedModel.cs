using HotelCancellation.Features;
using HotelCancellation.Features.Store;
using HotelCancellation.Model;
using HotelCancellation.Monitoring.References;

namespace HotelCancellation.Simulation.Running;

/// <summary>A model in production: what it was trained on, and the ledger out of which it knows the bookings around.</summary>
internal sealed class WatchedModel(CancellationModel model, ModelReference reference, MemoryLedger ledger)
{
    /// <summary>The bookings around, growing with every day.</summary>
    public GrowingLedger Ledger { get; } = new(ledger);

    /// <summary>The counts of days.</summary>
    public WatchedDays Days { get; } = new(reference);

    /// <summary>Begins to follow a booking.</summary>
    public void Follow(WatchedBooking booking)
    {
        booking.Made = booking.History.Events[0].Event.Booking;
        booking.Risk = reference.Pace.RiskOf(booking.Made);
    }

    /// <summary>Predicts new bookings, each as of its day of booking.</summary>
    /// <returns>The numbers that the model saw of each.</returns>
    public float[][] Predict(IReadOnlyList<WatchedBooking> fresh)
    {
        var rows = new float[fresh.Count][];
        Parallel.For(0, fresh.Count, i =>
        {
            rows[i] = new float[model.Encoder.Width];
            Follow(fresh[i]);
            var booking = fresh[i].Made!;
            fresh[i].IsPredicted = true;
            fresh[i].Probability = model.Probability(new BookingAt(booking, booking.BookedOn, new BookingContext(booking, booking.BookedOn, Ledger, [])), rows[i]);
        });
        return rows;
    }
}
