using System.Diagnostics.Metrics;
using HotelCancellation.Bookings;
using HotelCancellation.Bookings.Reading;
using HotelCancellation.Features;
using HotelCancellation.Features.Store;
using HotelCancellation.Model;
using HotelCancellation.Platform;
using HotelCancellation.Registry;
using HotelCancellation.Serving;
using HotelCancellation.TestSupport;
using Microsoft.Extensions.Time.Testing;
using static HotelCancellation.Tests.Serving.ServingSamples;

namespace HotelCancellation.Tests.Serving;

public sealed class PredictorTests : IDisposable
{
    private readonly FakeTimeProvider _time = new(Now);
    private readonly HotelCancellationMeter _meter = new();
    private readonly ModelBundle _bundle = Bundle();
    private readonly Predictor _predictor;

    public PredictorTests() => _predictor = new Predictor(MemoryContexts.None, _time, _meter);

    public void Dispose() => _meter.Dispose();

    [Fact]
    public void Predict_ABooking_SaysWhatTheModelSays()
    {
        var booking = Open();

        var prediction = Predict(_bundle, booking, null, explain: false, ["adr: is high"]);

        prediction.Probability.ShouldBe(_bundle.Model.Probability(new BookingAt(booking, new DateOnly(2026, 3, 10))));
        prediction.AsOf.ShouldBe(new DateOnly(2026, 3, 10));
        prediction.BookingId.ShouldBe(booking.BookingId);
        prediction.ModelVersion.ShouldBe(_bundle.Version);
        prediction.Threshold.ShouldBe(0.45);
        prediction.WillCancel.ShouldBe(prediction.Probability >= 0.45);
        prediction.Warnings.ShouldBe(["adr: is high"]);
        prediction.Explanation.ShouldBeNull();
    }

    [Fact]
    public void Predict_Explain_AddsUpToTheProbability()
    {
        var prediction = Predict(_bundle, Open(), null, explain: true, []);

        var why = prediction.Explanation!;
        (why.Baseline + why.Reasons.Sum(r => r.Contribution) + why.CalibrationTerm).ShouldBe(CancellationModel.LogOdds(prediction.Probability), 1e-9);
        why.Reasons.Count.ShouldBe(_bundle.Model.Encoder.Width);
    }

    [Fact]
    public void Predict_Ids_AreUniqueAndSortByTime()
    {
        var first = Predict(_bundle, Open(), null, false, []).PredictionId.Value;
        _time.Advance(TimeSpan.FromMilliseconds(2));
        var second = Predict(_bundle, Open(), null, false, []).PredictionId.Value;

        first.ShouldMatch("^p-[0-9a-f]{12}7[0-9a-f]{3}[89ab][0-9a-f]{15}$");
        string.CompareOrdinal(first, second).ShouldBeLessThan(0);
    }

    [Fact]
    public void Predict_UnseenCategoryAndPassedArrival_Warns()
    {
        var booking = Open() with { MarketSegment = "Aviation", ArrivalDate = new DateOnly(2026, 3, 9) };

        var prediction = Predict(_bundle, booking, null, false, []);

        prediction.AsOf.ShouldBe(booking.ArrivalDate);
        prediction.Warnings.ShouldBe(["marketSegment: 'Aviation' was not seen in training", "arrivalDate: the arrival has passed"]);
    }

    [Fact]
    public void Predict_AsOfOutsideTheBookingsLife_Throws() =>
        Should.Throw<ArgumentOutOfRangeException>(() => Predict(_bundle, Open(), new DateOnly(2025, 1, 1), false, []))
            .Message.ShouldContain("must be from bookedOn");

    [Theory]
    [InlineData(RiskBand.Low, "low")]
    [InlineData(RiskBand.Medium, "medium")]
    [InlineData(RiskBand.High, "high")]
    public void ToText_Band_IsLowerCase(RiskBand band, string expected) => band.ToText().ShouldBe(expected);

    [Fact]
    public async Task Meter_PredictionsAndRejections_AreCounted()
    {
        var counts = new Dictionary<string, double>(StringComparer.Ordinal);
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, l) =>
            {
                if (ReferenceEquals(instrument.Meter, _meter.Meter))
                {
                    l.EnableMeasurementEvents(instrument);
                }
            },
        };
        void Add(Instrument i, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            var key = $"{i.Name}{string.Concat(tags.ToArray().Select(t => $" {t.Key}={t.Value}"))}";
            counts[key] = counts.GetValueOrDefault(key) + value;
        }

        listener.SetMeasurementEventCallback<long>((i, v, t, _) => Add(i, v, t));
        listener.SetMeasurementEventCallback<int>((i, v, t, _) => Add(i, v, t));
        listener.SetMeasurementEventCallback<double>((i, _, t, _) => Add(i, 1, t));
        listener.Start();

        BookingRow[] rows = [Row(1, Open()), new(2, null, [new FieldFault("adr", "x", "type", "a number")])];
        await new BulkPredictor(_predictor, _meter).PredictAsync(_bundle, rows.ToAsyncEnumerable(), new BulkRequest(), default).ToListAsync();
        _meter.Swapped("m-1");
        _meter.Swapped("m-2");
        _meter.StorageAnswered(false);
        listener.RecordObservableInstruments();

        var band = Predict(_bundle, Open(), null, false, []).RiskBand.ToText();
        counts[$"hotelcancel.predictions model.version={_bundle.Version} risk_band={band}"].ShouldBe(2);
        counts["hotelcancel.predictions.rejected"].ShouldBe(1);
        counts["hotelcancel.prediction.duration explained=False"].ShouldBe(2);
        counts["hotelcancel.model.info model.version=m-2"].ShouldBe(1);
        counts.ShouldNotContainKey("hotelcancel.model.info model.version=m-1");
        counts["hotelcancel.model.loaded"].ShouldBe(1);
        counts["hotelcancel.storage.reachable"].ShouldBe(0);
    }

    private Prediction Predict(ModelBundle bundle, Booking booking, DateOnly? asOf, bool explain, IReadOnlyList<string> warnings) => PredictBy(_predictor, bundle, booking, asOf, explain, warnings);
}
