using System.Text;
using System.Text.Json.Nodes;
using Azure.Storage.Blobs.Specialized;
using HotelCancellation.Bookings.Ingest;
using HotelCancellation.IntegrationTests.Ingest;
using HotelCancellation.IntegrationTests.Support;
using HotelCancellation.Validation.Drops;

namespace HotelCancellation.IntegrationTests.Drops;

/// <summary>What the tests of dropped files do and look at.</summary>
internal static class DropStage
{
    public static string NdJson(IEnumerable<JsonObject> events) => string.Join('\n', events.Select(e => e.ToJsonString())) + "\n";

    public static async Task DropAsync(this TestStage stage, string name, string content)
    {
        using var bytes = new MemoryStream(Encoding.UTF8.GetBytes(content));
        await stage.Get<BlobDrops>().PutAsync(name, bytes, default);
    }

    public static Task<DropSummary> TakeAsync(this TestStage stage) => stage.Get<DropIntake>().RunAsync(default);

    public static async Task<DropResult> ResultAsync(this TestStage stage, string name) => (await stage.Get<BlobDrops>().ResultAsync(name, default)).ShouldNotBeNull();

    public static (long Accepted, long Duplicates, long Quarantined) Counts(this DropResult result) => (result.Accepted, result.Duplicates, result.Quarantined);

    /// <summary>How many events of how many bookings count.</summary>
    public static async Task<(int Bookings, int Events)> StoredAsync(this TestStage stage)
    {
        var bookings = await stage.Get<TableBookings>().BookingsAsync();
        return (bookings.Count, bookings.Values.Sum(b => b.State!.Version));
    }

    public static async Task AppendAsync(this TestStage stage, string name, string content)
    {
        var container = stage.Storage.Container(BlobDrops.Container);
        await container.CreateIfNotExistsAsync();
        var blob = container.GetAppendBlobClient(name);
        await blob.CreateIfNotExistsAsync();
        using var bytes = new MemoryStream(Encoding.UTF8.GetBytes(content));
        await blob.AppendBlockAsync(bytes);
    }
}
