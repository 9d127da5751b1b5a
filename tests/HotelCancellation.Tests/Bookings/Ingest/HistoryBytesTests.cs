using CsCheck;
using HotelCancellation.Bookings;
using HotelCancellation.Bookings.Events;
using HotelCancellation.Bookings.Ingest;
using HotelCancellation.Tests.Building;

namespace HotelCancellation.Tests.Bookings.Ingest;

public class HistoryBytesTests
{
    [Fact]
    public Task Read_WhatWasWritten_IsTheSameHistory() =>
        BookingGen.Event.Array[1, 8].SampleAsync(async events =>
        {
            var history = BookingHistory.Of(events.Select(e => e with { Booking = e.Booking with { BookingId = new BookingId("b"), PropertyId = new PropertyId("p") } }));

            var read = HistoryBytes.Read(await HistoryBytes.WriteAsync(history, default));

            read.Events.ShouldBe(history.Events);
        }, iter: 300);

    [Fact]
    public async Task Write_AHundredEvents_TakesFewKilobytes()
    {
        var history = BookingHistory.Of(Enumerable.Range(0, 100).Select(i => BookingBuilder.Event with { EventId = $"event-{i}", StatusDate = BookingBuilder.Event.StatusDate.AddDays(i) }));

        (await HistoryBytes.WriteAsync(history, default)).Length.ShouldBeLessThan(HistoryBytes.MostBytes / 8);
    }
}
