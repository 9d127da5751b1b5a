using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Azure.Storage.Blobs.Models;
using HotelCancellation.Bookings;
using HotelCancellation.Bookings.Events;
using HotelCancellation.Bookings.Ingest;
using HotelCancellation.Bookings.Reading;
using HotelCancellation.IntegrationTests.Api;
using HotelCancellation.Platform;

namespace HotelCancellation.IntegrationTests.Ingest;

/// <summary>What the ingest tests send and look at.</summary>
internal static class IngestHost
{
    public const string Route = "/api/v1/bookings";

    public static JsonObject Event(string id = "B-1", string status = "booked", int day = 0, string property = "city", string? eventId = null)
    {
        var booking = ApiHost.Booking(id, property);

        // In the past whatever day it is: an event tells what has happened.
        booking["bookedOn"] = "2024-03-02";
        booking["arrivalDate"] = "2024-08-14";
        booking["status"] = status;
        booking["statusDate"] = new DateOnly(2024, 3, 2).AddDays(day).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        if (eventId is not null)
        {
            booking["eventId"] = eventId;
        }

        return booking;
    }

    /// <summary>The events of several bookings, each booked, changed, and then cancelled or checked in and out.</summary>
    public static List<JsonObject> Lives(int bookings, string property = "city") =>
    [
        .. Enumerable.Range(0, bookings).SelectMany(i => new[] { ("booked", 0), ("modified", 5) }
            .Concat(i % 3 == 0 ? [("cancelled", 20)] : [("checkedIn", 165), ("checkedOut", 170)])
            .Select(e => Event($"B-{i}", e.Item1, e.Item2, property, i % 2 == 0 ? $"{i}-{e.Item1}" : null))),
    ];

    public static StringContent NdJson(IEnumerable<JsonObject> events) => ApiHost.Body(string.Join('\n', events.Select(e => e.ToJsonString())), "application/x-ndjson");

    public static async Task<JsonElement> OkAsync(this Task<HttpResponseMessage> call)
    {
        using var response = await call;
        ((int)response.StatusCode).ShouldBe(200, await response.Content.ReadAsStringAsync());
        return await response.JsonAsync();
    }

    public static (long Accepted, long Duplicates, long Quarantined) Counts(this JsonElement answer) =>
        (answer.GetProperty("accepted").GetInt64(), answer.GetProperty("duplicates").GetInt64(), answer.GetProperty("quarantined").GetInt64());

    /// <summary>All bookings of a property.</summary>
    public static async Task<Dictionary<string, BookingHistory>> BookingsAsync(this TableBookings table, string property = "city")
    {
        var all = new Dictionary<string, BookingHistory>(StringComparer.Ordinal);
        await foreach (var history in table.ListAsync(new PropertyId(property), default))
        {
            all.Add(history.State!.Booking.BookingId.Value, history);
        }

        return all;
    }

    /// <summary>All events of the inbox, as they were appended.</summary>
    public static async Task<List<BookingEvent>> InboxAsync(this StorageClients storage)
    {
        var all = new List<BookingEvent>();
        var container = storage.Container(BlobInbox.Container);
        await foreach (var item in container.GetBlobsAsync(BlobTraits.None, BlobStates.None, "inbox/", default))
        {
            if (item.Properties.ContentLength == 0)
            {
                // Its host was killed between making it and its first line.
                continue;
            }

            await using var stream = await container.GetBlobClient(item.Name).OpenReadAsync();
            await foreach (var row in BookingReader.ReadAsync(stream, new BookingReadOptions { Format = BookingFormat.NdJson }, default))
            {
                all.Add(row.Event.ShouldNotBeNull());
            }
        }

        return all;
    }

    public static string Csv(params JsonObject[] events)
    {
        var text = new StringBuilder().AppendJoin(',', events[0].Select(p => p.Key)).Append('\n');
        foreach (var each in events)
        {
            text.AppendJoin(',', each.Select(p => p.Value?.ToString())).Append('\n');
        }

        return text.ToString();
    }
}
