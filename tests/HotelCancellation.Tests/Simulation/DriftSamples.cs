using System.Collections.Concurrent;
using HotelCancellation.Bookings;
using HotelCancellation.Simulation;

namespace HotelCancellation.Tests.Simulation;

/// <summary>One simulated group without drift, and the same with each kind, generated once.</summary>
internal static class DriftSamples
{
    public const int OnsetDay = 120;

    private static readonly ConcurrentDictionary<DriftKind, Lazy<IReadOnlyList<GeneratedBooking>>> Groups = new();

    public static GeneratorOptions Options { get; } = new() { Properties = 8, BookingsPerDay = 14, Days = 300, Seed = 21 };

    public static DateOnly Onset { get; } = Options.From.AddDays(OnsetDay);

    public static IReadOnlyList<GeneratedBooking> Usual { get; } = [.. new BookingGenerator(Options).Generate()];

    public static IReadOnlyList<GeneratedBooking> With(DriftKind kind) =>
        Groups.GetOrAdd(kind, k => new(() => [.. new BookingGenerator(OptionsWith(k)).Generate()])).Value;

    public static GeneratorOptions OptionsWith(DriftKind kind) => Options with { Drifts = [new DriftOptions { Kind = kind, OnsetDay = OnsetDay }] };

    /// <summary>Bookings that both groups have, with all that is not the guest's history the same but for what <paramref name="apart"/> sets.</summary>
    public static IReadOnlyList<(GeneratedBooking Usual, GeneratedBooking Drifted)> Matched(DriftKind kind, Func<Booking, Booking, Booking> apart)
    {
        var usual = Usual.ToDictionary(g => (g.Event.Booking.PropertyId, g.Event.Booking.BookingId));
        return
        [
            .. With(kind).Select(d => (Usual: usual.GetValueOrDefault((d.Event.Booking.PropertyId, d.Event.Booking.BookingId))!, Drifted: d))
                .Where(p => p.Usual is not null && apart(p.Drifted.Event.Booking, p.Usual.Event.Booking) == p.Usual.Event.Booking),
        ];
    }

    /// <summary>r W of a booking: what its daily hazards add up to.</summary>
    public static double Weight(GeneratedBooking generated)
    {
        var b = generated.Event.Booking;
        var kind = b.PropertyId.Value.StartsWith("city", StringComparison.Ordinal) ? PropertyKind.City : PropertyKind.Resort;
        var segment = SegmentProfile.Of(kind).Single(s => s.Name == b.MarketSegment);
        return -Math.Log((1 - generated.TrueProbability) / (1 - CancellationHazard.NoShow(b, segment)));
    }

    public static bool IsAfter(GeneratedBooking generated) => generated.Event.Booking.BookedOn >= Onset;
}
