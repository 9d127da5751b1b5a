using System.Diagnostics;
using HotelCancellation.IntegrationTests.Support;
using HotelCancellation.Predictions;
using HotelCancellation.TestSupport;

namespace HotelCancellation.IntegrationTests.Predictions;

/// <summary>What the tests of the log write and look at.</summary>
internal static class LogStage
{

    /// <summary>Writes records through a log of the stage, which ends with it.</summary>
    public static async Task LogAsync(this TestStage stage, IEnumerable<PredictionRecord> records)
    {
        var log = stage.Get<PredictionLog>();
        await log.StartAsync(default);
        foreach (var record in records)
        {
            await log.AddAsync(record, default);
        }

        await log.StopAsync(default);
    }

    /// <summary>Records with ids of the stage's own log.</summary>
    public static List<PredictionRecord> Records(this TestStage stage, int count, DateTimeOffset from, TimeSpan? step = null) =>
        [.. TestSupport.Records.Many(count, from, step).Select(r => r with { Id = stage.Get<PredictionLog>().NewId(r.Id.Time) })];

    public static async Task<List<PredictionRecord>> ReadLogAsync(this TestStage stage, string? property = null) =>
        await stage.Get<LoggedPredictions>().ReadAsync(new DateOnly(2026, 1, 1), new DateOnly(2026, 12, 31), property is null ? null : new Bookings.PropertyId(property), default).ToListAsync();

    public static async Task<List<DayFile>> FilesAsync(this TestStage stage) => await stage.Get<BlobPredictionFiles>().ListAsync("", default);

    public static void ShouldBeTheSetOf(this IEnumerable<PredictionRecord> actual, IEnumerable<PredictionRecord> expected)
    {
        var order = expected.ToList();
        order.Sort(PredictionRecord.Compare);
        actual.Select(TestSupport.Records.Text).ShouldBe(order.Select(TestSupport.Records.Text));
    }

    /// <summary>Waits for something that happens by itself.</summary>
    public static async Task UntilAsync(Func<Task<bool>> isSo, string what)
    {
        var clock = Stopwatch.StartNew();
        while (!await isSo())
        {
            (clock.Elapsed > TimeSpan.FromSeconds(60)).ShouldBeFalse(what);
            await Task.Delay(50);
        }
    }
}
