using HotelCancellation.Bookings.Reading;
using HotelCancellation.IntegrationTests.Support;
using HotelCancellation.Platform;
using HotelCancellation.Validation;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace HotelCancellation.IntegrationTests.Validation;

public sealed class BlobQuarantineTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    private static readonly BookingRow s_bad = new(7, null, [new FieldFault("adr", "NaN", "type", "must be a finite number with a decimal point")]);
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 3, 9, 23, 59, 0, TimeSpan.Zero));

    [Fact]
    public async Task AcceptAsync_RejectedRows_AreInTheBlobOfTheDay()
    {
        var storage = Storage();

        var summary = await RunAsync(storage, [s_bad, s_bad with { RowNumber = 9 }]);

        summary.Quarantine.ShouldBe("quarantine/2026/03/09/run-1.ndjson");
        (await DownloadAsync(storage, "2026/03/09/run-1.ndjson")).ShouldBe(
            """
            {"row":7,"field":"adr","value":"NaN","rule":"type","message":"must be a finite number with a decimal point"}
            {"row":9,"field":"adr","value":"NaN","rule":"type","message":"must be a finite number with a decimal point"}

            """);
    }

    [Fact]
    public async Task AcceptAsync_NothingRejected_CreatesNoContainer()
    {
        var storage = Storage();

        var summary = await RunAsync(storage, []);

        summary.Quarantine.ShouldBeNull();
        (await storage.Container(BlobQuarantine.Container).ExistsAsync()).Value.ShouldBeFalse();
    }

    [Fact]
    public async Task AcceptAsync_TheSameRunAgain_ReplacesWhatItLeft()
    {
        var storage = Storage();
        await RunAsync(storage, [s_bad, s_bad, s_bad]);

        await RunAsync(storage, [s_bad]);

        (await DownloadAsync(storage, "2026/03/09/run-1.ndjson")).Trim().Split('\n').ShouldHaveSingleItem();
    }

    [Fact]
    public async Task AcceptAsync_ManyRejectedRows_AreAllThere()
    {
        var storage = Storage();

        await RunAsync(storage, Enumerable.Repeat(s_bad, 30_000));

        (await DownloadAsync(storage, "2026/03/09/run-1.ndjson")).Count(c => c == '\n').ShouldBe(30_000);
    }

    private async Task<ValidationSummary> RunAsync(StorageClients storage, IEnumerable<BookingRow> rows)
    {
        var run = new ValidationRun(
            "run-1", BookingValidator.Default, ValidationMode.History, new ValidationOptions(), new BlobQuarantine(storage, _clock));
        await foreach (var _ in run.AcceptAsync(rows.ToAsyncEnumerable(), CancellationToken.None))
        {
        }

        return run.Summary;
    }

    private static async Task<string> DownloadAsync(StorageClients storage, string name) =>
        (await storage.Container(BlobQuarantine.Container).GetBlobClient(name).DownloadContentAsync()).Value.Content.ToString();

    private StorageClients Storage() =>
        new(Options.Create(new StorageOptions { ConnectionString = azurite.ConnectionString, Prefix = AzuriteFixture.NewPrefix() }), []);
}
