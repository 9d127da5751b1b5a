using System.Text.Json;
using HotelCancellation.Bookings;
using HotelCancellation.Bookings.Reading;
using HotelCancellation.Bookings.Writing;
using HotelCancellation.Simulation;

namespace HotelCancellation.Tests.Simulation;

public sealed class FeedColumnTests
{
    private static readonly GeneratorOptions Small = new() { Properties = 1, BookingsPerDay = 20, Days = 5, Seed = 3 };

    public static TheoryData<string> Columns => [.. DriftOptions.Columns];

    [Theory]
    [MemberData(nameof(Columns))]
    public void Feed_EachColumn_IsMissingForWhoeverReadsIt(string column)
    {
        var drift = new DriftOptions { Kind = DriftKind.Feed, OnsetDay = 0, Size = 1, Column = column };
        var required = BookingField.All.Single(f => f.Name == column).Required;

        foreach (var sent in new BookingGenerator(Small with { Drifts = [drift] }).Events())
        {
            var row = BookingJson.Read(Json(sent), 1);
            if (required)
            {
                row.Faults.ShouldHaveSingleItem().Field.ShouldBe(column);
            }
            else
            {
                row.Event.ShouldBe(sent);
                typeof(Booking).GetProperty(char.ToUpperInvariant(column[0]) + column[1..])!.GetValue(sent.Booking).ShouldBeNull();
            }
        }
    }

    private static byte[] Json(BookingEvent booking)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            BookingJsonWriter.Write(json, booking);
        }

        return stream.ToArray();
    }
}
