using HotelCancellation.Bookings;
using HotelCancellation.Model;
using HotelCancellation.Predictions;

namespace HotelCancellation.TestSupport;

/// <summary>Records that differ in everything.</summary>
internal static class Records
{
    public static PredictionRecord Of(Booking booking, DateTimeOffset at, int seed = 1, int width = 30, int writer = 0x123456)
    {
        var random = new Random(seed);
        var probability = random.NextDouble();
        return new PredictionRecord
        {
            Id = PredictionId.New(at, writer),
            At = at.UtcDateTime.AddTicks(-(at.UtcDateTime.Ticks % TimeSpan.TicksPerMicrosecond)),
            Booking = booking,
            AsOf = booking.BookedOn.AddDays(random.Next(booking.LeadTimeDays + 1)),
            Features = [.. Enumerable.Range(0, width).Select(i => i % 3 == 0 ? random.NextSingle() : random.Next(100))],
            Probability = probability,
            Threshold = 0.45,
            WillCancel = probability >= 0.45,
            RiskBand = (RiskBand)random.Next(3),
            ModelVersion = new ModelVersion($"m-{random.Next(2):D12}"),
            Route = (PredictionRoute)random.Next(3),
            Latency = TimeSpan.FromMicroseconds(random.Next(1_000_000)),
        };
    }

    public static List<PredictionRecord> Many(int count, DateTimeOffset from, TimeSpan? step = null, int writer = 0x123456) =>
        [.. TestModels.Bookings(count).Select((b, i) => Of(b, from + i * (step ?? TimeSpan.FromMilliseconds(7)), i, writer: writer))];

    /// <summary>A record as text, without what no file keeps.</summary>
    public static string Text(PredictionRecord r) =>
        $"{r with { Booking = r.Booking with { GuestRef = null, Country = null }, Features = [] }} {string.Join(' ', r.Features)}";
}
