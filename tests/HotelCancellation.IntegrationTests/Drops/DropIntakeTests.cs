using System.Text.Json;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using HotelCancellation.Bookings.Ingest;
using HotelCancellation.Bookings.Reading;
using HotelCancellation.Functions.Triggers;
using HotelCancellation.IntegrationTests.Functions;
using HotelCancellation.IntegrationTests.Ingest;
using HotelCancellation.IntegrationTests.Support;
using HotelCancellation.Validation;
using HotelCancellation.Validation.Drops;
using Microsoft.Azure.Functions.Worker;

namespace HotelCancellation.IntegrationTests.Drops;

public sealed class DropIntakeTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    private const string Mapping =
        """
        {"version":1,"missing":["","-"],"fields":{
          "bookingId":{"column":"Nr"},"propertyId":{"default":"city"},"bookedOn":{"column":"Made","format":"dd.MM.yyyy"},"arrivalDate":{"column":"Arrival","format":"dd.MM.yyyy"},
          "weekendNights":{"default":"0"},"weekNights":{"column":"Nights"},"adults":{"default":"2"},"children":{"default":"0"},"babies":{"default":"0"},"meal":{"default":"BB"},
          "marketSegment":{"default":"Direct"},"distributionChannel":{"default":"Direct"},"reservedRoomType":{"default":"A"},"depositType":{"default":"No Deposit"},
          "customerType":{"default":"Transient"},"isRepeatedGuest":{"default":"false"},"previousCancellations":{"default":"0"},"previousBookingsNotCanceled":{"default":"0"},
          "adr":{"column":"Rate","decimal":","},"specialRequests":{"default":"0"},"status":{"column":"State","values":{"open":"booked","storno":"cancelled"}},
          "statusDate":{"column":"Since","format":"dd.MM.yyyy"}}}
        """;

    [Fact]
    public async Task Run_FilesOfEveryKind_AreTakenOnceWithTheirResultsBesideThem()
    {
        await using var stage = new TestStage(azurite.Settings());
        var bad = IngestHost.Event("B-9");
        bad["adults"] = -2;
        await stage.DropAsync("hotel/a.csv", IngestHost.Csv(IngestHost.Event("B-1"), bad, IngestHost.Event("B-2")));
        await stage.DropAsync("hotel/b.ndjson", DropStage.NdJson([IngestHost.Event("B-1"), IngestHost.Event("B-3")]));
        await stage.DropAsync("c.json", $"[{IngestHost.Event("B-4").ToJsonString()}]");

        var first = await stage.TakeAsync();
        var second = await stage.TakeAsync();

        (first.Result, first.Waiting).ShouldBe((DropRunResult.Done, 0));
        (await stage.ResultAsync("hotel/a.csv")).Counts().ShouldBe((2, 0, 1));
        (await stage.ResultAsync("hotel/b.ndjson")).Counts().ShouldBe((1, 1, 0));
        (await stage.ResultAsync("c.json")).Counts().ShouldBe((1, 0, 0));
        second.Files.ShouldBeEmpty();
        (await stage.StoredAsync()).ShouldBe((4, 4));

        var reason = (await stage.ResultAsync("hotel/a.csv")).Reasons.ShouldHaveSingleItem();
        (reason.Row, reason.BookingId, reason.Field, reason.Value).ShouldBe((2, "B-9", "adults", "-2"));
        QuarantineId.TryParse((await stage.ResultAsync("hotel/a.csv")).QuarantineId!, out var id).ShouldBeTrue();
        var quarantine = await stage.Get<BlobQuarantineArchive>().OpenAsync(id, default);
        await using (quarantine.ShouldNotBeNull().Rows)
        {
            using var rows = new StreamReader(quarantine.Value.Rows);
            (await rows.ReadToEndAsync()).ShouldContain("B-9");
        }

        var json = JsonSerializer.Deserialize<JsonElement>((await stage.Storage.Container("drop").GetBlobClient("hotel/a.csv.result.json").DownloadContentAsync()).Value.Content);
        (json.GetProperty("status").GetString(), json.GetProperty("accepted").GetInt32(), json.GetProperty("attempt").GetInt32()).ShouldBe(("taken", 2, 1));
    }

    [Fact]
    public async Task Run_FileWrittenAnew_IsTakenAgainAndWhatIsThereCountsAsDuplicate()
    {
        await using var stage = new TestStage(azurite.Settings());
        await stage.DropAsync("bookings.ndjson", DropStage.NdJson([IngestHost.Event("B-1")]));
        await stage.TakeAsync();
        await stage.DropAsync("bookings.ndjson", DropStage.NdJson([IngestHost.Event("B-1"), IngestHost.Event("B-2")]));

        await stage.TakeAsync();

        (await stage.ResultAsync("bookings.ndjson")).Counts().ShouldBe((1, 1, 0));
        (await stage.StoredAsync()).ShouldBe((2, 2));
    }

    [Fact]
    public async Task Run_FileThatMayGrow_IsLeftAloneUntilItIsQuietAndTakenAgainWhenItHasGrown()
    {
        await using var stage = new TestStage(azurite.Settings());
        stage.Time.SetUtcNow(TimeProvider.System.GetUtcNow());
        await stage.AppendAsync("log.ndjson", DropStage.NdJson([IngestHost.Event("B-1")]));
        await stage.DropAsync("begun.csv", "");

        var young = await stage.TakeAsync();
        stage.Time.Advance(TimeSpan.FromMinutes(16));
        var quiet = await stage.TakeAsync();
        await stage.AppendAsync("log.ndjson", DropStage.NdJson([IngestHost.Event("B-2")]));
        stage.Time.Advance(TimeSpan.FromMinutes(16));
        var grown = await stage.TakeAsync();

        (young.Files.Count, young.Waiting).ShouldBe((0, 2));
        quiet.Files.Select(f => (f.File, f.Status, f.Reason)).ShouldBe([("log.ndjson", DropStatus.Taken, null), ("begun.csv", DropStatus.Refused, "It is empty.")], ignoreOrder: true);
        grown.Files.ShouldHaveSingleItem().Counts().ShouldBe((1, 1, 0));
        (await stage.StoredAsync()).ShouldBe((2, 2));
    }

    [Fact]
    public async Task Run_CutOffUpload_IsNotThere()
    {
        await using var stage = new TestStage(azurite.Settings());
        await stage.DropAsync("other.ndjson", DropStage.NdJson([IngestHost.Event("B-1")]));
        using var block = new MemoryStream("{\"bookingId\":\"B-2\","u8.ToArray());
        await stage.Storage.Container(BlobDrops.Container).GetBlockBlobClient("half.ndjson").StageBlockAsync(Convert.ToBase64String("0001"u8), block);

        var summary = await stage.TakeAsync();

        summary.Files.ShouldHaveSingleItem().File.ShouldBe("other.ndjson");
        summary.Waiting.ShouldBe(0);
    }

    [Fact]
    public async Task Run_WhatCannotBeTaken_IsRefusedWithAReason()
    {
        var settings = azurite.Settings();
        settings["Drops:MaxMegabytes"] = "1";
        await using var stage = new TestStage(settings);
        await stage.DropAsync("bookings.xlsx", "PK");
        await stage.DropAsync("packed.csv", "PK\u0003\u0004 packed");
        await stage.DropAsync("long.csv", new string('x', 1024 * 1024 + 1));
        await stage.DropAsync("odd/mapping.json", """{"version":1,"fields":{"nonsense":{}}}""");
        await stage.DropAsync("odd/a.csv", "Nr\n1\n");
        await stage.Storage.Container(BlobDrops.Container).GetPageBlobClient("disk.csv").CreateAsync(512);

        var summary = await stage.TakeAsync();

        summary.Files.ShouldAllBe(f => f.Status == DropStatus.Refused);
        Reason("bookings.xlsx").ShouldBe("A file must end with one of .csv, .ndjson, .jsonl, .json.");
        Reason("packed.csv").ShouldContain("a zip archive or a spreadsheet");
        Reason("long.csv").ShouldContain("It has 1048577 bytes; at most 1048576 are taken (Drops:MaxMegabytes).");
        Reason("odd/a.csv").ShouldStartWith("odd/mapping.json: ");
        Reason("disk.csv").ShouldContain("page blob");
        summary.Files.Count.ShouldBe(5);
        (await stage.TakeAsync()).Files.ShouldBeEmpty();

        string Reason(string file) => summary.Files.Single(f => f.File == file).Reason!;
    }

    [Fact]
    public async Task Run_FileThatBreaksOff_SaysWhatHasBeenTaken()
    {
        await using var stage = new TestStage(azurite.Settings());
        var events = IngestHost.Lives(400);
        await stage.DropAsync("short.json", $"[{events[0].ToJsonString()},");
        await stage.DropAsync("long.json", $"[{string.Join(',', events.Select(e => e.ToJsonString()))},");

        var files = (await stage.TakeAsync()).Files.ToDictionary(f => f.File, StringComparer.Ordinal);

        (files["short.json"].Status, files["short.json"].Counts()).ShouldBe((DropStatus.Refused, (0, 0, 0)));
        files["long.json"].Status.ShouldBe(DropStatus.Broken);
        files["long.json"].Reason!.ShouldContain($"broken after row {events.Count}");
        files["long.json"].Accepted.ShouldBe((await stage.StoredAsync()).Events);
        files["long.json"].Accepted.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Run_FolderWithAMapping_ReadsTheColumnsOfTheHotel()
    {
        await using var stage = new TestStage(azurite.Settings());
        await stage.DropAsync("hotel-1/mapping.json", Mapping);
        await stage.DropAsync("hotel-1/export.csv", "Nr;Made;Arrival;Nights;Rate;State;Since\n71;02.03.2024;14.08.2024;3;99,50;open;02.03.2024\n72;02.03.2024;15.08.2024;2;80,00;storno;20.03.2024\n");

        var result = (await stage.TakeAsync()).Files.ShouldHaveSingleItem();

        result.Counts().ShouldBe((2, 0, 0), JsonSerializer.Serialize(result));
        var bookings = await stage.Get<TableBookings>().BookingsAsync();
        (bookings["72"].State!.Status, bookings["71"].State!.Booking.Adr).ShouldBe((Bookings.BookingStatus.Cancelled, 99.5));
    }

    [Fact]
    public async Task Run_FileOfLives_MakesTwoEventsOfARow()
    {
        await using var stage = new TestStage(azurite.Settings());
        await stage.DropAsync("past.lives.ndjson", DropStage.NdJson([IngestHost.Event("B-1", "cancelled", 20)]));

        (await stage.TakeAsync()).Files.ShouldHaveSingleItem().Counts().ShouldBe((1, 0, 0));

        (await stage.StoredAsync()).ShouldBe((1, 2));
    }

    [Fact]
    public async Task Read_FileChangedMeanwhile_IsNotReadOn()
    {
        await using var stage = new TestStage(azurite.Settings());
        var drops = stage.Get<BlobDrops>();
        await stage.DropAsync("a.ndjson", DropStage.NdJson(IngestHost.Lives(2000)));
        var file = (await drops.ListAsync(default)).ShouldHaveSingleItem();
        var read = 0;

        await Should.ThrowAsync<DropChangedException>(async () =>
        {
            await foreach (var row in drops.ReadAsync(file, new BookingReadOptions { Format = BookingFormat.NdJson }, default))
            {
                if (++read == 1)
                {
                    await stage.DropAsync("a.ndjson", DropStage.NdJson(IngestHost.Lives(1)));
                }
            }
        });
        (await drops.MarkAsync(file, DropStatus.Taken, stage.Time.GetUtcNow(), default)).ShouldBeFalse("it is another file now");
    }

    [Fact]
    public async Task Run_AnotherProcessIsAtIt_DoesNothing()
    {
        await using var stage = new TestStage(azurite.Settings());
        await stage.DropAsync("a.ndjson", DropStage.NdJson([IngestHost.Event("B-1")]));
        await using (await stage.Get<BlobDrops>().TryLeaseAsync(TimeSpan.FromSeconds(60), TimeProvider.System, default))
        {
            (await stage.TakeAsync()).Result.ShouldBe(DropRunResult.Busy);
        }

        (await stage.TakeAsync()).Files.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Run_FileWhoseTimeIsOver_IsRemovedWithItsResult()
    {
        await using var stage = new TestStage(azurite.Settings());
        await stage.DropAsync("a.ndjson", DropStage.NdJson([IngestHost.Event("B-1")]));
        await stage.TakeAsync();
        stage.Time.Advance(TimeSpan.FromDays(31));

        (await stage.TakeAsync()).Removed.ShouldBe(1);

        var left = new List<string>();
        await foreach (var blob in stage.Storage.Container(BlobDrops.Container).GetBlobsAsync(BlobTraits.None, BlobStates.None, null, default))
        {
            left.Add(blob.Name);
        }

        left.ShouldBe([BlobDrops.Lease]);
    }

    [Fact]
    public async Task Run_FileThatEndsTheProcessEachTime_IsRefusedInTheEnd()
    {
        await using var stage = new TestStage(azurite.Settings());
        var drops = stage.Get<BlobDrops>();
        await stage.DropAsync("a.ndjson", DropStage.NdJson([IngestHost.Event("B-1")]));
        var file = (await drops.ListAsync(default)).ShouldHaveSingleItem();
        await drops.WriteAsync(new DropResult { File = file.Name, Status = DropStatus.Taking, Bytes = file.Bytes, Tag = file.Tag, Attempt = 5, StartedAt = stage.Time.GetUtcNow() }, default);

        var result = (await stage.TakeAsync()).Files.ShouldHaveSingleItem();

        result.Status.ShouldBe(DropStatus.Refused);
        result.Reason!.ShouldContain("begun 5 times");
    }

    [Fact]
    public async Task TimerTrigger_OnTheFunctionsHost_TakesFiles()
    {
        await using var worker = await WorkerHost.StartAsync(azurite.Settings());
        using var bytes = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(DropStage.NdJson([IngestHost.Event("B-1")])));
        await worker.Get<BlobDrops>().PutAsync("a.ndjson", bytes, default);

        await worker.Create<DropTriggers>().TakeAsync(new TimerInfo(), default);

        (await worker.Get<BlobDrops>().ResultAsync("a.ndjson", default))!.Counts().ShouldBe((1, 0, 0));
    }
}
