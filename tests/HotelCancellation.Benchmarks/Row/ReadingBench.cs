using System.Text;
using System.Text.Json;
using HotelCancellation.Benchmarks.Http;
using HotelCancellation.Bookings;
using HotelCancellation.Bookings.Reading;
using HotelCancellation.Bookings.Writing;

namespace HotelCancellation.Benchmarks.Row;

/// <summary>
/// From the bytes of a booking's JSON to the booking: the product's reader, which checks every field and names each that is wrong, against System.Text.Json's source generator, which
/// checks that each is there and of its type.
/// </summary>
internal sealed class ReadingBench(BenchPlan plan, Action<FormattableString> say)
{
    public void Run(Figures figures)
    {
        var bodies = BenchPlan.Bookings().Select(Json).ToArray();
        say($"Reading {bodies.Length} bookings ...");
        foreach (var body in bodies)
        {
            if (BookingJson.Read(body, 1) is not { Event: { } read } || JsonSerializer.Deserialize(body, EchoJson.Default.EchoBooking)?.BookingId != read.Booking.BookingId.Value)
            {
                throw new BenchFailedException($"Not read: {Encoding.UTF8.GetString(body)}");
            }
        }

        var groups = Batches.Measure([first => Ours(bodies, first), first => Generated(bodies, first)], bodies.Length, plan.RowGroups);
        figures.Add("read_ns", Median.Of(groups.Select(g => g[0].Nanoseconds)), "ns a booking, JSON to the checked booking, the product");
        figures.Add("source_generated_read_ns", Median.Of(groups.Select(g => g[1].Nanoseconds)), "ns a booking, JSON to a record by System.Text.Json's source generator, nothing checked but types");
        Batches.AddSpeedup(figures, "read_speedup", [.. groups.Select(g => g[1].Nanoseconds / g[0].Nanoseconds)]);
        figures.Add("read_alloc_bytes", groups.Average(g => g[0].Bytes), "bytes allocated a booking, the product");
        figures.Add("source_generated_read_alloc_bytes", groups.Average(g => g[1].Bytes), "bytes allocated a booking, the source generator");
    }

    private static byte[] Json(BookingEvent booking)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            BookingJsonWriter.Write(json, booking);
        }

        return buffer.ToArray();
    }

    private static int Ours(byte[][] bodies, int first)
    {
        var adults = 0;
        for (var i = first; i < first + Batches.Size; i++)
        {
            adults += BookingJson.Read(bodies[i], i).Event!.Booking.Adults;
        }

        return adults;
    }

    private static int Generated(byte[][] bodies, int first)
    {
        var adults = 0;
        for (var i = first; i < first + Batches.Size; i++)
        {
            adults += JsonSerializer.Deserialize(bodies[i], EchoJson.Default.EchoBooking)!.Adults;
        }

        return adults;
    }
}
