using CsCheck;
using HotelCancellation.Bookings;
using HotelCancellation.Bookings.Compaction;
using HotelCancellation.Bookings.Events;
using HotelCancellation.Bookings.Reading;
using HotelCancellation.Tests.Building;
using Parquet;

namespace HotelCancellation.Tests.Bookings.Compaction;

public class EventFileTests
{
    private static readonly Gen<StoredEvent> Stored = Gen.Select(
        BookingGen.Event, Gen.Int[0, int.MaxValue], (e, t) => new StoredEvent(KeyedEvent.Of(e), new DateTime(2026, 5, 1, 0, 0, 0, DateTimeKind.Utc).AddMicroseconds(t)));

    [Fact]
    public void WriteAsync_AnyEvents_AreReadBackAsTheyWere() => Stored.Array[0, 50].Sample(
        events => ReadBack(events).GetAwaiter().GetResult().ShouldBe(events), iter: 100);

    [Fact]
    public async Task WriteAsync_SeveralRowGroups_KeepsTheOrder()
    {
        var events = Enumerable.Range(0, 2 * EventFile.RowsPerGroup + 1).Select(i => Event($"B-{i}")).ToList();

        (await ReadBack(events)).ShouldBe(events);
    }

    [Fact]
    public async Task WriteAsync_Columns_AreTheContractsFieldsByNameAndType()
    {
        using var file = new MemoryStream();
        await EventFile.WriteAsync(file, new[] { Event("B-1") }.ToAsyncEnumerable(), default);
        await using var reader = await ParquetReader.CreateAsync(file, new ParquetOptions { UseDateOnlyTypeForDates = true });

        var fields = reader.Schema.GetDataFields();
        fields.Select(f => f.Name).ShouldBe([.. BookingField.All.Select(f => f.Name), "eventKey", "content", "receivedAt"]);
        fields.Select(f => f.ClrType).Take(BookingField.All.Count).ShouldBe(BookingField.All.Select(f => f.Type switch
        {
            FieldType.Whole => typeof(int),
            FieldType.Number => typeof(double),
            FieldType.Date => typeof(DateOnly),
            FieldType.Flag => typeof(bool),
            _ => typeof(ReadOnlyMemory<char>),
        }));
    }

    [Theory]
    [InlineData(1_000)]
    [InlineData(7)]
    public async Task Sorted_MoreThanFitsInMemory_IsTheSetInOrder(int inMemory)
    {
        var random = new Random(7);
        var events = Enumerable.Range(0, 300).Select(i => Event($"B-{i % 40}", i)).ToArray();
        var added = events.Concat(events.Take(120).Select(e => e with { ReceivedAt = e.ReceivedAt.AddDays(1) })).ToArray();
        random.Shuffle(added);
        await using var sorter = new EventSorter(StoredEvent.ByMonth, inMemory);
        foreach (var each in added)
        {
            await sorter.AddAsync(each, default);
        }

        await using var sorted = sorter.Sorted(default);
        await sorted.StartAsync();
        var got = new List<StoredEvent>();
        while (sorted.Next is { } first)
        {
            var month = first.Month;
            got.AddRange(await sorted.TakeAsync(e => e.Month == month, default).ToListAsync());
        }

        // Of the same event twice, the one that came first.
        sorter.Count.ShouldBe(420);
        got.ShouldBe(events.Order(Comparer<StoredEvent>.Create(StoredEvent.ByMonth)));
    }

    private static StoredEvent Event(string id, int day = 0) => new(
        KeyedEvent.Of(BookingBuilder.Event with
        {
            Booking = BookingBuilder.Booking with { BookingId = new BookingId(id) },
            Status = BookingStatus.Modified,
            StatusDate = BookingBuilder.Event.StatusDate.AddDays(day),
        }),
        new DateTime(2026, 5, 1, 0, 0, 0, DateTimeKind.Utc));

    private static async Task<List<StoredEvent>> ReadBack(IEnumerable<StoredEvent> events)
    {
        var file = new MemoryStream();
        await EventFile.WriteAsync(file, events.ToAsyncEnumerable(), default);
        return await EventFile.ReadAsync(() => Task.FromResult<Stream>(new MemoryStream(file.ToArray())), default).ToListAsync();
    }
}

/// <summary>The heap is the whole process's, so nothing else may run meanwhile.</summary>
[Collection(HotelCancellation.Tests.Bookings.Reading.AloneCollection.Name)]
public sealed class EventFileMemoryTests
{
    private const int Count = 60_000;

    [Fact]
    public async Task Write_ThenMergeAndRead_HoldsFewRowGroups()
    {
        await using var file = TemporaryFile.Create();
        await using var other = TemporaryFile.Create();
        var most = 0L;
        var before = GC.GetTotalMemory(forceFullCollection: true);

        await EventFile.WriteAsync(file, Watched(Events(0).ToAsyncEnumerable()), default);
        await EventFile.WriteAsync(other, Watched(Events(1).ToAsyncEnumerable()), default);
        var merged = EventMerge.MergeAsync([Read(file), Read(other)], StoredEvent.ByMonth, default);
        var count = await Watched(merged).CountAsync();

        count.ShouldBe(2 * Count);

        // The events would be more than 60 MB.
        most.ShouldBeLessThan(15_000_000);

        async IAsyncEnumerable<StoredEvent> Watched(IAsyncEnumerable<StoredEvent> events)
        {
            var i = 0;
            await foreach (var each in events)
            {
                most = ++i % 20_000 == 0 ? Math.Max(most, GC.GetTotalMemory(forceFullCollection: true) - before) : most;
                yield return each;
            }
        }

        static IAsyncEnumerable<StoredEvent> Read(Stream stream) => EventFile.ReadAsync(
            () =>
            {
                stream.Position = 0;
                return Task.FromResult(stream);
            },
            default);
    }

    private static IEnumerable<StoredEvent> Events(int odd)
    {
        for (var i = 0; i < Count; i++)
        {
            var booking = BookingBuilder.Event with { Booking = BookingBuilder.Booking with { BookingId = new BookingId($"B-{2 * i + odd:D9}") } };
            yield return new StoredEvent(KeyedEvent.Of(booking), DateTime.UnixEpoch);
        }
    }
}
