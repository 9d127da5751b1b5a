using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using HotelCancellation.Bookings;
using HotelCancellation.Bookings.Writing;
using HotelCancellation.Registry;
using Microsoft.Extensions.DependencyInjection;

namespace HotelCancellation.Cli.Demo;

/// <summary>A booking to ask about: one that the champion knows, made today for a stay in some weeks.</summary>
internal static class SampleBooking
{
    private const int ShortestLeadDays = 30;

    /// <summary>The booking.</summary>
    public static async Task<Booking> OfChampionAsync(ServiceProvider services, CancellationToken cancellationToken)
    {
        var registry = services.GetRequiredService<ModelRegistry>();
        var alias = await registry.GetAliasAsync(ModelAlias.Champion, cancellationToken) ?? throw new InvalidOperationException("There is no champion.");
        var load = await registry.LoadAsync(alias.Version, cancellationToken);
        var rows = load.Bundle?.KnownRows ?? throw new InvalidOperationException(load.Refusal);
        var today = DateOnly.FromDateTime(services.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime);

        // The one in the middle between certain and uncertain says most about the reasons.
        var row = rows.OrderBy(r => Math.Abs(r.Probability - 0.5)).ThenBy(r => r.Probability).First().Booking;
        return row with { BookingId = new BookingId("B-1"), BookedOn = today, ArrivalDate = today.AddDays(Math.Max(ShortestLeadDays, row.LeadTimeDays)) };
    }

    /// <summary>A booking as the API takes it.</summary>
    public static string Write(Booking booking)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            BookingJsonWriter.Write(json, new BookingEvent(booking, BookingStatus.Booked, booking.BookedOn));
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }
}
