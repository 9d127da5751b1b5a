using System.Text;
using System.Text.Json.Nodes;
using HotelCancellation.Bookings;
using HotelCancellation.Bookings.Compaction;
using HotelCancellation.Bookings.Events;
using HotelCancellation.Bookings.Ingest;
using HotelCancellation.Bookings.Reading;
using HotelCancellation.IntegrationTests.Ingest;
using HotelCancellation.IntegrationTests.Support;

namespace HotelCancellation.IntegrationTests.Compaction;

/// <summary>What the compaction tests write and look at.</summary>
internal static class CompactionStage
{
    public static BookingEvent Event(this JsonObject json) => BookingJson.Read(Encoding.UTF8.GetBytes(json.ToJsonString()), 1).Event!;

    /// <summary>The lives of bookings of two properties, in an order of no meaning.</summary>
    public static BookingEvent[] Lives(int bookings)
    {
        var events = IngestHost.Lives(bookings).Concat(IngestHost.Lives(bookings / 3, "Hôtel ./..")).Select(Event).ToArray();
        new Random(3).Shuffle(events);
        return events;
    }

    /// <summary>Writes a file of the inbox as a host does that ends, all of it in the table.</summary>
    public static async Task AddFinishedAsync(this TestStage stage, IEnumerable<BookingEvent> events)
    {
        await stage.Get<BlobInbox>().AppendAsync(events.Select(KeyedEvent.Of), default);
        await stage.Get<BlobInbox>().RetireAsync(default);
    }

    public static Task<CompactionSummary> CompactAsync(this TestStage stage) => stage.Get<EventCompaction>().RunAsync(default);

    /// <summary>All events that the columnar reader gives, booking by booking.</summary>
    public static async Task<List<KeyedEvent>> ReadAsync(this TestStage stage, PropertyId? property = null, DateOnly? before = null)
    {
        var all = new List<KeyedEvent>();
        await foreach (var history in stage.Get<ColumnarEvents>().ReadAsync(property, before, default))
        {
            all.AddRange(history.Events);
        }

        return all;
    }

    /// <summary>The events that the columnar files alone have, property by property and month by month.</summary>
    public static async Task<List<KeyedEvent>> ColumnsAsync(this TestStage stage)
    {
        var columns = stage.Get<BlobColumns>();
        var all = new List<KeyedEvent>();
        foreach (var property in await columns.PropertiesAsync(default))
        {
            foreach (var month in (await columns.IndexAsync(property, default)).Index.Months)
            {
                var events = await columns.ReadAsync(month, default).ToListAsync();
                events.Count.ShouldBe((int)month.Events);
                events.ShouldAllBe(e => e.Month == month.Month && e.Property == property);
                all.AddRange(events.Select(e => e.Keyed));
            }
        }

        return all;
    }

    /// <summary>Compares sets of which either side has each event once.</summary>
    public static void ShouldBeTheSetOf(this List<KeyedEvent> actual, IEnumerable<BookingEvent> expected)
    {
        var names = expected.Select(KeyedEvent.Of).Select(Name).ToHashSet(StringComparer.Ordinal);
        actual.Select(Name).Distinct(StringComparer.Ordinal).Count().ShouldBe(actual.Count, "an event is there twice");
        actual.Select(Name).ToHashSet(StringComparer.Ordinal).SetEquals(names).ShouldBeTrue($"{actual.Count} events where {names.Count} are expected");
        actual.ShouldAllBe(e => e.Content == EventKey.ContentOf(e.Event) && e.Key == EventKey.Of(e.Event));
    }

    public static async Task<List<string>> BlobsAsync(this TestStage stage, string folder)
    {
        var names = new List<string>();
        await foreach (var blob in stage.Storage.Container(BlobInbox.Container).GetBlobsAsync(Azure.Storage.Blobs.Models.BlobTraits.None, Azure.Storage.Blobs.Models.BlobStates.None, folder, default))
        {
            names.Add(blob.Name);
        }

        return names;
    }

    private static string Name(KeyedEvent e) => $"{e.Event.Booking.PropertyId}\n{e.Event.Booking.BookingId}\n{e.Key}\n{e.Content}";
}
