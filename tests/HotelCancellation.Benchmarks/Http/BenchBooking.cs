using System.Text;
using System.Text.Json;
using HotelCancellation.Bookings;
using HotelCancellation.Bookings.Writing;
using HotelCancellation.Simulation;

namespace HotelCancellation.Benchmarks.Http;

/// <summary>The booking that is posted: one of the generated ones, moved so that it was made ten days ago and arrives in forty.</summary>
internal static class BenchBooking
{
    private const int DaysSinceBooking = 10;
    private const int DaysToArrival = 40;
    private const int Few = 1000;

    // With an agent and late enough that training has seen all its categories: the answer has no warnings.
    private static readonly Lazy<Booking[]> Suitable = new(() => [.. new BookingGenerator(BenchPlan.Data).Events().Select(e => e.Booking).Skip(1000).Where(b => b is { Agent: not null, Company: null, Nights: > 0 }).Take(Few)]);

    /// <summary>The booking as JSON.</summary>
    /// <param name="number">Which of them, from 0: bookings differ in all but their days.</param>
    public static string Json(int number = 0)
    {
        var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
        var generated = Suitable.Value[number % Suitable.Value.Length];
        var booking = generated with { BookedOn = today.AddDays(-DaysSinceBooking), ArrivalDate = today.AddDays(DaysToArrival), GuestRef = null };
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            BookingJsonWriter.Write(json, new BookingEvent(booking, BookingStatus.Booked, booking.BookedOn));
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }
}
