using HotelCancellation.Bookings;
using HotelCancellation.Bookings.Reading;
using HotelCancellation.Features;
using HotelCancellation.Features.Store;
using HotelCancellation.Model;
using HotelCancellation.Platform;
using HotelCancellation.Registry;
using HotelCancellation.Serving;
using HotelCancellation.TestSupport;

namespace HotelCancellation.Tests.Serving;

/// <summary>Bookings, a model and an answer, for tests of what answers.</summary>
internal static class ServingSamples
{
    public static readonly DateTimeOffset Now = new(2026, 3, 10, 23, 59, 0, TimeSpan.Zero);

    /// <summary>A booking whose life has today in it.</summary>
    public static Booking Open() => TestModels.Booking() with { BookedOn = new DateOnly(2026, 3, 1), ArrivalDate = new DateOnly(2026, 4, 1) };

    public static BookingRow Row(long number, Booking booking) => new(number, new BookingEvent(booking, BookingStatus.Booked, booking.BookedOn), []);

    public static ModelBundle Bundle(CancellationModel? model = null)
    {
        var (manifest, files) = BundleDraftWriter.Write(TestModels.Draft(model: model), Now);
        return BundleReader.Read(manifest, files).Bundle!;
    }

    public static Prediction PredictBy(Predictor predictor, ModelBundle bundle, Booking booking, DateOnly? asOf, bool explain, IReadOnlyList<string> warnings) =>
        predictor.PredictAsync(bundle, booking, asOf, explain, warnings, CancellationToken.None).GetAwaiter().GetResult();
}
