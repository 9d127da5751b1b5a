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

public sealed class BulkPredictorTests : IDisposable
{
    private readonly FakeTimeProvider _time = new(Now);
    private readonly HotelCancellationMeter _meter = new();
    private readonly ModelBundle _bundle = Bundle();
    private readonly Predictor _predictor;

    public BulkPredictorTests() => _predictor = new Predictor(MemoryContexts.None, _time, _meter);

    public void Dispose() => _meter.Dispose();

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

            var alone = PredictBy(_predictor, _bundle, booking, null, true, []);
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
}
