using HotelCancellation.Bookings;
using HotelCancellation.Features.Store;
using HotelCancellation.IntegrationTests.Support;

namespace HotelCancellation.IntegrationTests.Features;

public sealed class TableLedgerTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    private const int Megabyte = 1024 * 1024;

    // Seven bits a number, which are four bytes of memory at least.
    private const int LeastMemoryOverBytes = 4;
    private static readonly PropertyId City = new("city");

    [Fact]
    public async Task Remembered_MoreThanCacheMegabytes_IsWithinThemAndTheRestIsReadAgain()
    {
        const int Rows = 30;
        var settings = azurite.Settings();
        settings["Features:CacheMegabytes"] = "1";
        await using var stage = new TestStage(settings);
        var table = stage.Get<TableLedger>();
        var written = new List<(string Name, int Bytes, string Series)>();
        for (var i = 0; i < Rows; i++)
        {
            var row = Row(i);
            var bytes = row.Document.ToBytes();
            while (!await table.TryWriteAsync(City, [(row, bytes)], default))
            {
                // The first finds no table.
            }

            written.Add((row.Name, bytes.Length, Series(row)));
            Kept().ShouldBeLessThanOrEqualTo(Megabyte);
        }

        (written.Sum(w => w.Bytes) * LeastMemoryOverBytes).ShouldBeGreaterThan(2 * Megabyte);
        written.Count(w => table.Remembered(City, w.Name) is not null).ShouldBeGreaterThan(0);
        foreach (var (name, _, series) in written.Where(w => table.Remembered(City, w.Name) is null).ToList())
        {
            var read = await table.ReadAsync(City, name);

            (read.Tag is not null, Series(read)).ShouldBe((true, series));
            Kept().ShouldBeLessThanOrEqualTo(Megabyte);
        }

        long Kept() => written.Where(w => table.Remembered(City, w.Name) is not null).Sum(w => (long)w.Bytes * LeastMemoryOverBytes);
    }

    /// <summary>A row of some 20 kB.</summary>
    private static LedgerRow Row(int number)
    {
        var key = new LedgerKey(City, LedgerScope.Agent, 0, $"{number}");
        var first = new DateOnly(2025, 1, 1).DayNumber;
        var entries = Enumerable.Range(0, 1_000).Select(day => new LedgerEntry(key, first + day, new LedgerCounts(1_000 + number, 2_000, 3_000, 4_000, 5_000, 6_000, 70_000_000_000 + day)));
        return new LedgerRow(LedgerNames.Document(key), null) { Document = LedgerDocument.Empty.With(entries) };
    }

    private static string Series(LedgerRow row) => string.Join(';', row.Document.Series.Select(s => $"{s.Key}: {string.Join(',', s.Value.Additions())}"));
}
