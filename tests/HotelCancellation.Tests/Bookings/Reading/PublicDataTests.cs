using HotelCancellation.Bookings;
using HotelCancellation.Bookings.Reading;
using HotelCancellation.Tests.Building;

namespace HotelCancellation.Tests.Bookings.Reading;

public sealed class PublicDataTests
{
    [SkippableFact]
    public async Task ReadAsync_PublicFile_EveryRowIsReadAsPublished()
    {
        using var file = PublicData.Open();
        var rows = 0;
        var late = 0;
        var statuses = new int[6];
        var withoutAgent = 0;
        await foreach (var row in BookingReader.ReadAsync(file, BookingReadOptions.Default, CancellationToken.None))
        {
            var e = row.Event.ShouldNotBeNull(Rows.Describe(row));
            rows++;
            statuses[(int)e.Status]++;
            late += e.Booking.ArrivalDate >= new DateOnly(2017, 3, 1) ? 1 : 0;
            withoutAgent += e.Booking.Agent is null ? 1 : 0;
        }

        rows.ShouldBe(119_390);
        late.ShouldBe(32_829);
        statuses[(int)BookingStatus.Cancelled].ShouldBe(43_017);
        statuses[(int)BookingStatus.NoShow].ShouldBe(1_207);
        statuses[(int)BookingStatus.CheckedOut].ShouldBe(75_166);
        withoutAgent.ShouldBe(16_340);
    }
}
