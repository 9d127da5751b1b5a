using Azure;
using Azure.Storage.Blobs.Specialized;
using HotelCancellation.Bookings;
using HotelCancellation.Bookings.Compaction;
using HotelCancellation.Bookings.Events;
using HotelCancellation.Bookings.Ingest;
using HotelCancellation.IntegrationTests.Support;
using HotelCancellation.Platform;
using HotelCancellation.Predictions;
using HotelCancellation.TestSupport;

namespace HotelCancellation.IntegrationTests.Predictions;

public sealed class PredictionDaysTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    private static readonly DateTimeOffset Now = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Find_BeforeAndAfterCompaction_IsTheRecord()
    {
        var settings = azurite.Settings();
        settings["Predictions:FlushRecords"] = "100";
        await using var stage = new TestStage(settings);
        await using var other = new TestStage(settings);
        var records = stage.Records(6_000, Now, TimeSpan.FromSeconds(5));
        await stage.LogAsync(records);
        await other.LogAsync(other.Records(500, Now));
        var stored = stage.Get<LoggedPredictions>();
        await FindAllAsync();

        stage.Time.SetUtcNow(Now.AddDays(2));
        var summary = await stage.Get<PredictionCompaction>().RunAsync(default);

        summary.Result.ShouldBe(CompactionResult.Done);
        summary.Records.ShouldBe(6_500);
        stage.Time.Advance(TimeSpan.FromHours(3));
        (await stage.Get<PredictionCompaction>().RunAsync(default)).Removed.ShouldBe(summary.Files);
        (await stage.FilesAsync()).ShouldAllBe(f => !f.IsLog);
        await FindAllAsync();

        async Task FindAllAsync()
        {
            foreach (var record in records.Where((_, i) => i % 500 == 3).Append(records[^1]))
            {
                Records.Text((await stored.FindAsync(record.Id, default)).ShouldNotBeNull()).ShouldBe(Records.Text(record));
            }

            (await stored.FindAsync(PredictionId.New(Now.AddMinutes(1)), default)).ShouldBeNull();
            (await stored.FindAsync(new PredictionId("p-../../x"), default)).ShouldBeNull();
        }
    }

    [Fact]
    public async Task Compact_FileThatComesLateOrTwice_IsMergedIn()
    {
        var settings = azurite.Settings();
        await using var stage = new TestStage(settings);
        var records = stage.Records(400, Now);
        await stage.LogAsync(records.Take(300));
        stage.Time.SetUtcNow(Now.AddDays(2));
        (await stage.Get<PredictionCompaction>().RunAsync(default)).Records.ShouldBe(300);
        await using (var late = new TestStage(settings))
        {
            // A block whose answer was lost is written again.
            await late.LogAsync(records.Skip(200));
        }

        (await stage.ReadLogAsync()).ShouldBeTheSetOf(records);
        var summary = await stage.Get<PredictionCompaction>().RunAsync(default);

        summary.Records.ShouldBe(400);
        (await stage.ReadLogAsync()).ShouldBeTheSetOf(records);
        (await stage.ReadLogAsync("resort")).ShouldBeTheSetOf(records.Where(r => r.Booking.PropertyId.Value == "resort"));
        stage.Time.SetUtcNow(Later());
        (await stage.Get<PredictionCompaction>().RunAsync(default)).Removed.ShouldBe(4, "two logs, and the columns and rows that were replaced");
        (await stage.ReadLogAsync()).ShouldBeTheSetOf(records);
    }

    [Fact]
    public async Task Compact_DayThatIsNotOver_IsLeftAlone()
    {
        await using var stage = new TestStage(azurite.Settings());
        await stage.LogAsync(stage.Records(10, Now));
        stage.Time.SetUtcNow(new DateTimeOffset(2026, 5, 2, 0, 29, 0, TimeSpan.Zero));

        (await stage.Get<PredictionCompaction>().RunAsync(default)).Days.ShouldBe(0);
        stage.Time.Advance(TimeSpan.FromMinutes(2));
        (await stage.Get<PredictionCompaction>().RunAsync(default)).Days.ShouldBe(1);
    }

    [Fact]
    public async Task Compact_DamagedFile_IsTakenUpToItsDamageAndStays()
    {
        await using var stage = new TestStage(azurite.Settings());
        var records = stage.Records(100, Now);
        await stage.LogAsync(records);
        var file = (await stage.FilesAsync()).Single();
        await stage.Storage.Container("predictions").GetAppendBlobClient(file.Name).AppendBlockAsync(new MemoryStream(new byte[100]));
        stage.Time.SetUtcNow(Now.AddDays(2));

        (await stage.Get<PredictionCompaction>().RunAsync(default)).Damaged.ShouldBe(1);
        stage.Time.Advance(TimeSpan.FromHours(3));
        (await stage.Get<PredictionCompaction>().RunAsync(default)).ShouldBe(new PredictionCompactionSummary { Result = CompactionResult.Done });

        (await stage.ReadLogAsync()).ShouldBeTheSetOf(records);
        (await stage.FilesAsync()).ShouldContain(f => f.Name == file.Name);
    }

    [Fact]
    public async Task Compact_AnotherProcessIsAtIt_DoesNothing()
    {
        await using var stage = new TestStage(azurite.Settings());
        await using var lease = await stage.Get<BlobPredictionDays>().TryLeaseAsync(TimeSpan.FromSeconds(60), stage.Time, default);

        (await stage.Get<PredictionCompaction>().RunAsync(default)).Result.ShouldBe(CompactionResult.Busy);
        (await stage.Get<PredictionRetention>().RunAsync(default)).ShouldBeNull();
    }

    [Fact]
    public async Task Compact_HaltedAtAnyCall_LosesAndDoublesNothing()
    {
        await using var door = StorageDoor.To(azurite);
        var settings = azurite.Settings();
        settings["Storage:MaxRetries"] = "0";
        await using var outside = new TestStage(settings);
        await using var stage = new TestStage(new Dictionary<string, string?>(settings) { ["Storage:ConnectionString"] = door.ConnectionString });
        var records = outside.Records(200, Now);
        await outside.LogAsync(records);
        await using (var again = new TestStage(settings))
        {
            await again.LogAsync(records.Take(50));
        }

        stage.Time.SetUtcNow(Now.AddDays(2));
        var later = Later();
        var (halted, written, over) = (0, 0, false);

        // How many pieces a call comes in depends on the machine: steps grow, so that every call is met and the end is reached.
        // A run whose last removals were done and not answered finds nothing to remove: what ends it is a run that nothing halts.
        for (var pieces = 1; !over; pieces += 1 + (pieces / 20))
        {
            door.CutAfter(pieces);
            try
            {
                var summary = await stage.Get<PredictionCompaction>().RunAsync(default);
                summary.Result.ShouldBe(CompactionResult.Done);
                written += summary.Days;
                over = stage.Time.GetUtcNow() >= later;
                if (!over && summary.Days == 0)
                {
                    // What was replaced is old enough now.
                    stage.Time.SetUtcNow(later);
                    pieces = 0;
                }
            }
            catch (StorageUnavailableException)
            {
                halted++;
            }

            door.Open();
            await BreakLeaseAsync(outside);
            (await outside.ReadLogAsync()).ShouldBeTheSetOf(records);
            pieces.ShouldBeLessThan(2000, $"it never ends; halted {halted} times");
        }

        halted.ShouldBeGreaterThan(10);
        written.ShouldBeLessThanOrEqualTo(1);
        (await outside.FilesAsync()).ShouldAllBe(f => !f.IsLog);
        (await outside.Get<BlobPredictionDays>().IndexAsync(new DateOnly(2026, 5, 1), default)).Day.Count.ShouldBe(200);
    }

    [Fact]
    public async Task Retention_DaysThatAreTooOld_AreRemovedWhole()
    {
        var settings = azurite.Settings();
        settings["Predictions:RetentionDays"] = "30";
        await using var stage = new TestStage(settings);
        await stage.LogAsync(stage.Records(50, Now));
        stage.Time.SetUtcNow(Now.AddDays(1).AddHours(1));
        await stage.Get<PredictionCompaction>().RunAsync(default);
        await using (var later = new TestStage(settings))
        {
            await later.LogAsync(later.Records(20, Now.AddDays(1)));
        }

        stage.Time.SetUtcNow(Now.AddDays(30));
        (await stage.Get<PredictionRetention>().RunAsync(default)).ShouldBe(0);
        stage.Time.SetUtcNow(Now.AddDays(31));
        (await stage.Get<PredictionRetention>().RunAsync(default)).ShouldBe(1);

        (await stage.FilesAsync()).Where(f => f.Name.Contains('/')).ShouldAllBe(f => f.Name.StartsWith("2026/05/02/"));
        (await stage.ReadLogAsync()).Count.ShouldBe(20);
    }

    [Fact]
    public async Task Outcomes_CompactedAndNot_AreThoseOfTheirBookings()
    {
        await using var stage = new TestStage(azurite.Settings());
        var records = stage.Records(600, Now);
        var events = new List<BookingEvent>();
        for (var i = 0; i < records.Count; i++)
        {
            // A third is cancelled, a third open, a third never sent.
            var booking = records[i].Booking;
            if (i % 3 < 2)
            {
                events.Add(new BookingEvent(booking, BookingStatus.Booked, booking.BookedOn));
            }

            if (i % 3 == 0)
            {
                events.Add(new BookingEvent(booking, BookingStatus.Cancelled, booking.BookedOn.AddDays(i % 2)));
            }
        }

        await stage.Get<BlobInbox>().AppendAsync(events.Select(KeyedEvent.Of), default);
        await stage.LogAsync(records.Concat(stage.Records(600, Now.AddDays(1))));
        stage.Time.SetUtcNow(Now.AddDays(1).AddHours(1));
        (await stage.Get<PredictionCompaction>().RunAsync(default)).Days.ShouldBe(1);

        var joined = await stage.Get<PredictionOutcomes>().ReadAsync(new DateOnly(2026, 5, 1), new DateOnly(2026, 5, 2), null, null, RecordParts.All, default).ToListAsync();
        var early = await stage.Get<PredictionOutcomes>().ReadAsync(new DateOnly(2026, 5, 1), new DateOnly(2026, 5, 1), null, TestModels.FirstDay, RecordParts.All, default).ToListAsync();

        joined.Count.ShouldBe(1_200);
        foreach (var each in joined)
        {
            var i = int.Parse(each.Record.Booking.BookingId.Value[2..]);
            each.IsKnown.ShouldBe(i % 3 < 2);
            (each.Outcome?.Kind == OutcomeKind.Cancelled).ShouldBe(i % 3 == 0);
        }

        early.Count.ShouldBe(600);
        early.ShouldAllBe(e => e.Outcome == null && !e.IsKnown);
    }

    /// <summary>When what has been replaced is old, by the test's clock and by storage's.</summary>
    private static DateTimeOffset Later() => new[] { Now.AddDays(2), TimeProvider.System.GetUtcNow() }.Max().AddHours(3);

    /// <summary>As if the time of a process that was halted were over.</summary>
    private static async Task BreakLeaseAsync(TestStage stage)
    {
        try
        {
            await stage.Storage.Container("predictions").GetBlobClient("predictions.lease").GetBlobLeaseClient().BreakAsync(TimeSpan.Zero);
        }
        catch (RequestFailedException e) when (e.Status is 404 or 409)
        {
            // It had none.
        }
    }
}
