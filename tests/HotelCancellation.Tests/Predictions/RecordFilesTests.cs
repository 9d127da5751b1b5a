using System.IO.Compression;
using System.Text;
using HotelCancellation.Predictions;
using HotelCancellation.TestSupport;

namespace HotelCancellation.Tests.Predictions;

public class RecordFilesTests
{
    private static readonly DateTimeOffset From = new(2026, 5, 1, 23, 59, 50, TimeSpan.Zero);

    [Theory]
    [InlineData(CompressionLevel.Fastest)]
    [InlineData(CompressionLevel.NoCompression)]
    public async Task Blocks_Records_AreReadBackWithoutGuestAndCountry(CompressionLevel level)
    {
        var records = Records.Many(500, From);
        records[3] = records[3] with { Booking = records[3].Booking with { Agent = "Ærø 旅行", Company = "12", Adr = -0.1, WeekNights = int.MaxValue, Babies = -3 }, Features = [] };
        var file = Blocks(records, level, perBlock: 120);

        var read = await RecordBlockReader.ReadAsync(new MemoryStream(file), long.MaxValue, null, null, default).ToListAsync();

        read.Select(Records.Text).ShouldBe(records.Select(Records.Text));
        read.ShouldAllBe(r => r.Booking.GuestRef == null && r.Booking.Country == null);
        if (level == CompressionLevel.NoCompression)
        {
            Encoding.Latin1.GetString(file).ShouldNotContain("guest-");
        }
    }

    [Fact]
    public async Task Blocks_NotWanted_ArePassedOverAndTheLengthIsKept()
    {
        var records = Records.Many(300, From);
        var file = Blocks(records, CompressionLevel.Fastest, perBlock: 100);
        var at = records[150].Id.Milliseconds;
        var blocks = new List<RecordBlock>();

        var read = await RecordBlockReader.ReadAsync(
            new MemoryStream(file), long.MaxValue, b => b.FirstMilliseconds <= at && at <= b.LastMilliseconds, blocks.Add, default).ToListAsync();
        var first = await RecordBlockReader.ReadAsync(new MemoryStream(file), RecordBlock.Bytes + blocks[0].PayloadBytes, null, null, default).ToListAsync();

        read.Select(r => r.Id).ShouldBe(records.Skip(100).Take(100).Select(r => r.Id));
        first.Count.ShouldBe(100);
        blocks.Sum(b => b.Count).ShouldBe(300);
        blocks.Select(b => b.Dropped).ShouldBe([7, 7, 7]);
    }

    [Fact]
    public async Task Blocks_WithFailures_SayHowManyAndWhenEvenWithoutARecord()
    {
        using var file = new MemoryStream();
        var writer = new RecordBlockWriter(CompressionLevel.NoCompression);
        var (records, at) = (Records.Many(2, From), From.ToUnixTimeMilliseconds());
        writer.Fail(3, at + 60_000);
        records.ForEach(writer.Add);
        file.Write(writer.Finish(0).Span);
        writer.Fail(1, at + 70_000);
        writer.Fail(1, at + 65_000);
        file.Write(writer.Finish(9).Span);
        writer.Add(records[0]);
        file.Write(writer.Finish(0).Span);
        file.Position = 0;
        var blocks = new List<RecordBlock>();

        var read = await RecordBlockReader.ReadAsync(file, long.MaxValue, null, blocks.Add, default).ToListAsync();

        read.Count.ShouldBe(3);
        blocks.Select(b => (b.Count, b.Failed, b.Dropped)).ShouldBe([(2, 3, 0), (0, 2, 9), (1, 0, 0)]);
        blocks.Select(b => b.LastMilliseconds - at).Take(2).ShouldBe([60_000, 70_000]);
        blocks[1].FirstMilliseconds.ShouldBe(at + 65_000);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(2000)]
    [InlineData(-5)]
    public async Task Blocks_Damaged_AreNotTakenForRecords(int at)
    {
        var records = Records.Many(200, From);
        var file = Blocks(records, CompressionLevel.Fastest, perBlock: 100);
        var damaged = at < 0 ? file[..^5] : [.. file.Select((b, i) => i == at ? (byte)(b ^ 0x55) : b)];

        await Should.ThrowAsync<InvalidDataException>(async () => await RecordBlockReader.ReadAsync(new MemoryStream(damaged), long.MaxValue, null, null, default).ToListAsync());
    }

    [Fact]
    public async Task Columns_Records_AreReadBackFromAnyRow()
    {
        var records = Records.Many(RecordColumns.RowsPerGroup + 500, From);
        records[0] = records[0] with { Features = [1, 2, 3] };
        using var stream = new MemoryStream();
        await RecordColumns.WriteAsync(stream, 30, records.ToAsyncEnumerable(), default);

        using var narrow = new MemoryStream();
        await RecordColumns.WriteAsync(narrow, 3, records.Take(1).ToAsyncEnumerable(), default);

        foreach (var (first, rows) in new[] { (0L, (long)records.Count), (10, 5), (RecordColumns.RowsPerGroup - 2, 4), (RecordColumns.RowsPerGroup + 499, 1) })
        {
            var read = await RecordColumnReader.ReadAsync(() => Task.FromResult<Stream>(new MemoryStream(stream.ToArray())), RecordParts.All, first, rows, default).ToListAsync();
            read.Select(Records.Text).ShouldBe(records.Skip((int)first).Take((int)rows).Select(Records.Text));
        }
    }

    [Theory]
    [InlineData(RecordParts.Answer)]
    [InlineData(RecordParts.Categories)]
    [InlineData(RecordParts.Features)]
    public async Task Columns_PartsOfRecords_AreThoseAndNoOthers(RecordParts parts)
    {
        var records = Records.Many(50, From);
        using var stream = new MemoryStream();
        await RecordColumns.WriteAsync(stream, 30, records.ToAsyncEnumerable(), default);

        var read = await RecordColumnReader.ReadAsync(() => Task.FromResult<Stream>(new MemoryStream(stream.ToArray())), parts, 0, 50, default).ToListAsync();

        read.Select(Records.Text).ShouldBe(records.Select(r => Records.Text(r.Only(parts))));
        read.ShouldAllBe(r => r.Features.Length > 0 == parts.HasFlag(RecordParts.Features) && r.Booking.Meal.Length > 0 == parts.HasFlag(RecordParts.Categories));
    }

    [Fact]
    public void Block_RecordThatCannotBeWritten_LeavesNothingBehind()
    {
        var records = Records.Many(4, From);
        var (clean, tried) = (new RecordBlockWriter(CompressionLevel.NoCompression), new RecordBlockWriter(CompressionLevel.NoCompression));
        foreach (var record in records)
        {
            clean.Add(record);
            Should.Throw<NullReferenceException>(() => tried.Add(record with { Booking = record.Booking with { PropertyId = new("new"), BookingId = new(null!) } }));
            tried.Add(record);
        }

        tried.Finish(0).ToArray().ShouldBe(clean.Finish(0).ToArray());
    }

    [Fact]
    public async Task Index_EveryRow_IsFoundInItsPage()
    {
        var records = Records.Many(9_000, From.AddHours(-20), TimeSpan.FromSeconds(7));
        var rows = records.OrderBy(r => r.Booking.PropertyId.Value, StringComparer.Ordinal).ThenBy(r => r.Booking.BookingId.Value, StringComparer.Ordinal).Select(r => r.Id).ToList();
        await using var index = new RecordIndex();
        rows.ForEach(index.Add);
        using var stream = new MemoryStream();
        await index.WriteAsync(stream, default);
        var file = stream.ToArray();
        var head = file.AsMemory(0, RecordIndex.HeadBytes(rows.Count));
        file.Length.ShouldBe(head.Length + rows.Count * RecordIndex.EntryBytes);

        for (var i = 0; i < rows.Count; i += 13)
        {
            Find(rows[i]).ShouldBe(i);
        }

        Find(PredictionId.New(From.AddHours(-21), 1)).ShouldBe(-1);
        Find(PredictionId.New(From.AddHours(5), 1)).ShouldBe(-1);
        Find(PredictionId.New(records[77].Id.Time, 1)).ShouldBe(-1);

        int Find(PredictionId id)
        {
            var page = RecordIndex.Page(head.Span, id);
            return page < 0 ? -1 : RecordIndex.Row(file.AsSpan(head.Length).Slice(page * RecordIndex.EntriesPerPage * RecordIndex.EntryBytes)[..Math.Min(RecordIndex.EntriesPerPage * RecordIndex.EntryBytes, file.Length - head.Length - (page * RecordIndex.EntriesPerPage * RecordIndex.EntryBytes))], id);
        }
    }

    [Fact]
    public async Task Sorter_MoreThanFitsInMemory_GivesEachOnceInOrder()
    {
        var records = Records.Many(3_500, From);
        await using var sorter = new RecordSorter(1_000);
        foreach (var record in records.Concat(records.Take(700)))
        {
            await sorter.AddAsync(record, default);
        }

        var sorted = await sorter.Sorted(default).ToListAsync();

        var expected = records.ToList();
        expected.Sort(PredictionRecord.Compare);
        sorted.Select(Records.Text).ShouldBe(expected.Select(Records.Text));
        sorter.Width.ShouldBe(30);
    }

    [Fact]
    public void Near_ManyFiles_AreTheOneThatBeginsBeforeAndItsNeighbours()
    {
        var files = Enumerable.Range(0, 8).Select(i => new DayFile($"2026/05/01/aaaaaa000000-{i + 1:D6}-{1000 + (i * 10):x12}.log", 1, default, "")).ToList();
        files.Add(new DayFile($"2026/05/01/aaaaaabbbbbb-000001-{1000:x12}.log", 1, default, ""));

        LoggedPredictions.Near(files, 1035).Select(f => f.Name).ShouldBe([files[2].Name, files[3].Name, files[4].Name, files[8].Name]);
        LoggedPredictions.Near(files, 5).Select(f => f.Name).ShouldBe([files[0].Name, files[1].Name, files[8].Name]);
    }

    private static byte[] Blocks(List<PredictionRecord> records, CompressionLevel level, int perBlock)
    {
        using var file = new MemoryStream();
        var writer = new RecordBlockWriter(level);
        foreach (var chunk in records.Chunk(perBlock))
        {
            Array.ForEach(chunk, writer.Add);
            file.Write(writer.Finish(7).Span);
        }

        return file.ToArray();
    }
}
