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

namespace HotelCancellation.Tests.Serving;

public sealed class PredictorTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 3, 10, 23, 59, 0, TimeSpan.Zero);
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
    public async Task PredictAsync_GoodAndBadRows_AnswersEachInOrder()
    {
        var good = Open();
        BookingRow[] rows =
        [
            Row(1, good),
            new(2, null, [new FieldFault("adr", "x", "type", "a number")]),
            Row(3, good with { Adults = 0 }),
            Row(4, good with { BookedOn = new DateOnly(2026, 3, 11) }),
            Row(5, good with { Adr = 300 }),
        ];
        var request = new BulkRequest
        {
            AsOf = new DateOnly(2026, 3, 10),
            Judge = b => b.Adults == 0 ? new BookingVerdict([new FieldFault("adults", "0", "guests", "at least one guest")], []) : new BookingVerdict([], ["a warning"]),
        };

        var lines = await new BulkPredictor(_predictor, _meter).PredictAsync(_bundle, rows.ToAsyncEnumerable(), request, default).ToListAsync();

        lines.Select(l => l.RowNumber).ShouldBe([1, 2, 3, 4, 5]);
        lines.Select(l => l.Prediction is not null).ShouldBe([true, false, false, false, true]);
        lines.Select(l => l.Faults.Select(f => f.Field).SingleOrDefault()).ShouldBe([null, "adr", "adults", "asOf", null]);
        lines[1].BookingId.ShouldBeNull();
        lines[2].BookingId.ShouldBe(good.BookingId);
        lines[0].Prediction!.Warnings.ShouldBe(["a warning"]);
    }

    [Fact]
    public async Task PredictAsync_ManyBlocks_SayWhatIsSaidOfEachAlone()
    {
        BookingRow[] rows = [.. Enumerable.Range(1, 1_000).Select(i => i % 7 == 0
            ? new BookingRow(i, null, [new FieldFault("adr", "x", "type", "a number")])
            : Row(i, Open() with { Adr = i, Adults = 1 + (i % 3), BookingId = new BookingId($"b{i}") }))];

        var lines = await new BulkPredictor(_predictor, _meter).PredictAsync(_bundle, rows.ToAsyncEnumerable(), new BulkRequest { Explain = true }, default).ToListAsync();

        lines.Select(l => l.RowNumber).ShouldBe(rows.Select(r => r.RowNumber));
        foreach (var (line, row) in lines.Zip(rows))
        {
            if (row.Event is not { Booking: var booking })
            {
                line.Faults.ShouldBe(row.Faults);
                continue;
            }

            var alone = Predict(_bundle, booking, null, true, []);
            (line.Prediction! with { PredictionId = alone.PredictionId, Explanation = null, Warnings = alone.Warnings }).ShouldBe(alone with { Explanation = null });
            line.Prediction.Warnings.ShouldBe(alone.Warnings);
            line.Prediction.Explanation!.Reasons.ShouldBe(alone.Explanation!.Reasons);
        }

        lines.Where(l => l.Prediction is not null).Select(l => l.Prediction!.PredictionId).ShouldBeUnique();
    }

    [Fact]
    public async Task PredictAsync_FaultInABlock_GivesTheLinesBeforeIt()
    {
        BookingRow[] rows = [.. Enumerable.Range(1, 400).Select(i => Row(i, Open() with { BookingId = new BookingId($"b{i}") }))];
        var request = new BulkRequest { Judge = b => b.BookingId.Value == "b300" ? throw new InvalidOperationException("A fault of ours.") : BookingVerdict.Accepted };
        var given = new List<long>();

        await Should.ThrowAsync<InvalidOperationException>(async () =>
        {
            await foreach (var line in new BulkPredictor(_predictor, _meter).PredictAsync(_bundle, rows.ToAsyncEnumerable(), request, default))
            {
                given.Add(line.RowNumber);
            }
        });

        given.ShouldBe(Enumerable.Range(1, given.Count).Select(i => (long)i));
        given.Count.ShouldBeInRange(1, 299);
    }

    [Fact]
    public async Task PredictAsync_RowsAtHand_LeavesItsCallersSchedulerToOthersAfterEachBlock()
    {
        var (turns, read) = (new TurnTaking(), 0);
        async IAsyncEnumerable<BookingRow> AtHand()
        {
            await Task.CompletedTask;
            while (read < 4_000)
            {
                TaskScheduler.Current.ShouldBe(turns.Scheduler, "where rows are read");
                yield return Row(++read, Open());
            }
        }

        BookingVerdict Judge(Booking booking)
        {
            TaskScheduler.Current.ShouldBe(turns.Scheduler, "where rows are answered");
            return BookingVerdict.Accepted;
        }

        var most = await turns.MostBetweenAsync(
            async () => (await new BulkPredictor(_predictor, _meter).PredictAsync(_bundle, AtHand(), new BulkRequest { Judge = Judge }, default).CountAsync()).ShouldBe(4_000),
            () => read);

        most.ShouldBeInRange(1, 256);
    }

    [Fact]
    public async Task PredictAsync_EndlessInput_AnswersBeforeItEndsAndStopsWhenAsked()
    {
        using var stop = new CancellationTokenSource();
        var read = 0;
        async IAsyncEnumerable<BookingRow> Endless()
        {
            while (true)
            {
                await Task.Yield();
                yield return Row(++read, Open());
            }
        }

        var answered = 0;
        await Should.ThrowAsync<OperationCanceledException>(async () =>
        {
            await foreach (var line in new BulkPredictor(_predictor, _meter).PredictAsync(_bundle, Endless(), new BulkRequest(), stop.Token))
            {
                line.RowNumber.ShouldBe(++answered);
                read.ShouldBeLessThanOrEqualTo(answered + 2_048 + 256, "reading stops while nobody takes the answers");
                if (answered == 500)
                {
                    await stop.CancelAsync();
                }
            }
        });

        answered.ShouldBe(500);
    }

    [Fact]
    public async Task PredictAsync_ContextsFromStorage_AreAskedForTogetherAndAnsweredInOrder()
    {
        var source = new TogetherContexts(5);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        async IAsyncEnumerable<BookingRow> Rows()
        {
            for (var i = 1; i <= 7; i++)
            {
                await Task.Yield();
                yield return Row(i, Open());
            }

            throw new UnreadableInputException("It breaks off.");
        }

        var answered = new List<long>();
        await Should.ThrowAsync<UnreadableInputException>(async () =>
        {
            await foreach (var line in new BulkPredictor(new Predictor(source, _time, _meter), _meter).PredictAsync(Bundle(TestModels.ContextModel()), Rows(), new BulkRequest(), limit.Token))
            {
                answered.Add(line.RowNumber);
            }
        });

        answered.ShouldBe([1, 2, 3, 4, 5, 6, 7], "what came before the end is answered");
    }

    /// <summary>Answers nobody before several have asked, as storage is quicker when it is asked for many at once.</summary>
    private sealed class TogetherContexts(int together) : IContextSource
    {
        private readonly TaskCompletionSource _all = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _asked;

        public async ValueTask<BookingContext?> ContextAsync(Booking booking, DateOnly asOf, CancellationToken cancellationToken)
        {
            if (Interlocked.Increment(ref _asked) == together)
            {
                _all.SetResult();
            }

            await _all.Task.WaitAsync(cancellationToken);
            return MemoryContexts.None.Context(booking, asOf);
        }
    }

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

    /// <summary>A booking whose life has today in it.</summary>
    private static Booking Open() => TestModels.Booking() with { BookedOn = new DateOnly(2026, 3, 1), ArrivalDate = new DateOnly(2026, 4, 1) };

    private static BookingRow Row(long number, Booking booking) => new(number, new BookingEvent(booking, BookingStatus.Booked, booking.BookedOn), []);

    private static ModelBundle Bundle(CancellationModel? model = null)
    {
        var (manifest, files) = BundleDraftWriter.Write(TestModels.Draft(model: model), Now);
        return BundleReader.Read(manifest, files).Bundle!;
    }

    private Prediction Predict(ModelBundle bundle, Booking booking, DateOnly? asOf, bool explain, IReadOnlyList<string> warnings) =>
        _predictor.PredictAsync(bundle, booking, asOf, explain, warnings, CancellationToken.None).GetAwaiter().GetResult();
}
