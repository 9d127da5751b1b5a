using HotelCancellation.Bookings;
using HotelCancellation.Features;
using HotelCancellation.Features.Store;
using HotelCancellation.Training.Snapshots;

namespace HotelCancellation.Tests.Training.Snapshots;

public class SnapshotTableTests
{
    private static readonly DateOnly From = new(2024, 7, 1);
    private static readonly DateOnly Before = new(2024, 10, 1);
    private static readonly SnapshotTable Table = SnapshotTable.Of(AsOfTrainer.Order(Lives.Generated), FeatureCatalog.Allowed, 14, From, Before);

    [Fact]
    public void Rows_OfAWindow_AreInItAndComeBookingByBooking()
    {
        Table.Rows.Count.ShouldBeGreaterThan(1500);
        Table.Rows.ShouldAllBe(r => r.Day >= From.DayNumber && r.Day < Before.DayNumber);
        Table.Rows.ShouldBe(Table.Rows.OrderBy(r => r.Life).ThenBy(r => r.Day));
    }

    [Fact]
    public void Numbers_EveryRow_AreThoseOfAFreshEncoding()
    {
        var encoder = Encoder();
        var contexts = new MemoryContexts(Lives.Generated);
        var (inTable, fresh, served) = (new float[encoder.Width], new float[encoder.Width], new float[encoder.Width]);
        for (var i = 0; i < Table.Rows.Count; i++)
        {
            var row = Table.Rows[i];
            Table.Numbers(i).CopyTo(inTable);
            encoder.EncodeCategories(Table.Booking(i), inTable);
            var at = Table.At(row.Life, row.Day);
            encoder.Encode(at, fresh);

            // As a host does it that knows the booking and the day alone.
            encoder.Encode(new BookingAt(at.Booking, at.AsOf, contexts.Context(at.Booking, at.AsOf)), served);

            inTable.ShouldBe(fresh, $"row {i}: {row}");
            served.ShouldBe(fresh, $"row {i}: {row}");
        }
    }

    [Fact]
    public void Numbers_OfWhatADayKnew_AreTheSameWhateverCameLater()
    {
        var known = SnapshotTable.Of(AsOfTrainer.Order(Lives.Generated.Before(Before)), FeatureCatalog.Allowed, 14, From, Before);

        known.Rows.Count.ShouldBe(Table.Rows.Count);
        for (var i = 0; i < known.Rows.Count; i++)
        {
            known.Numbers(i).SequenceEqual(Table.Numbers(i)).ShouldBeTrue($"row {i} of {known.Rows.Count}");
            known.Booking(i).ShouldBe(Table.Booking(i));
        }
    }

    [Fact]
    public void At_KnownBefore_SeesNothingOfTheBookingsAroundAfterwards()
    {
        var life = Enumerable.Range(0, Table.Lives.Count).First(i => Table.Lives[i].BookedOn == From.DayNumber + 40);

        var frozen = Table.At(life, From.DayNumber + 40, From.DayNumber);

        frozen.AsOf.ShouldBe(From.AddDays(40));
        frozen.Context!.Day.ShouldBe(From.DayNumber);
        frozen.Context.Of(LedgerScope.Property).Booked.ShouldBeLessThan(Table.At(life, From.DayNumber + 40).Context!.Of(LedgerScope.Property).Booked);
    }

    [Fact]
    public void Order_OfWhateverOrder_IsOneThatSaysNothingOfTheOutcome()
    {
        var shuffled = Lives.Generated.ToArray();
        new Random(2).Shuffle(shuffled);

        AsOfTrainer.Order(shuffled).Select(l => l.First.BookingId).ShouldBe(Table.Lives.Select(l => l.First.BookingId));
    }

    private static FeatureEncoder Encoder()
    {
        Booking[] bookings = [.. Enumerable.Range(0, Table.Rows.Count).Select(Table.Booking)];
        return FeatureEncoderFitter.Fit(Table.Features, bookings, [.. bookings.Select((_, i) => i % 3 == 0)]);
    }
}
