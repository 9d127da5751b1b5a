using HotelCancellation.Bookings;
using HotelCancellation.Bookings.Events;
using HotelCancellation.Bookings.Reading;
using HotelCancellation.Simulation.Replays;
using HotelCancellation.Tests.Building;
using HotelCancellation.Tests.Training;
using HotelCancellation.Tests.Training.Snapshots;
using HotelCancellation.Training;

namespace HotelCancellation.Tests.Simulation.Replays;

public class ReplayTests
{
    private static readonly ReplayOptions Options = new() { From = new DateOnly(2025, 1, 1), Months = 2, Split = new DateOnly(2024, 11, 1) };

    [SkippableFact]
    public async Task Questions_OfThePublicFile_AreThoseOfTheProtocol()
    {
        await using var file = PublicData.Open();
        var rows = new List<BookingEvent>();
        await foreach (var row in BookingReader.ReadAsync(file, BookingReadOptions.Default, default))
        {
            rows.Add(row.Event!);
        }

        var histories = BookingLifeRow.Histories(rows);
        histories.Count.ShouldBe(119_390);
        var replay = new Replay(histories, new TrainingOptions(), new ReplayOptions());

        replay.Cuts.Count().ShouldBe(12);
        replay.Cuts.Sum(cut => replay.Questions(ReplayTask.BookingTime, cut).Count).ShouldBe(51_067);
        replay.Cuts.Sum(cut => replay.Questions(ReplayTask.OnTheBooks, cut).Count).ShouldBe(123_327);
        TimeSplit.At(TrainingSet.Of(rows).Bookings, new ReplayOptions().Split).From.Count.ShouldBe(32_829);
    }

    [Fact]
    public void Answers_BothTasks_KnowNothingOfTheDayOfTrainingOrLater()
    {
        // Whatever the bookings on the books on the last day come to in the end, what was said of them stays.
        var last = Options.From.AddMonths(1);
        var other = Lives.Generated.Select(h => h.StateAsOf(last) is { } state && !state.Status.IsResolved() && h.State!.Outcome is not null
            ? BookingHistory.Of([.. h.Events.Select(e => e.Event).Where(e => e.StatusDate < last), new BookingEvent(state.Booking, BookingStatus.Cancelled, last)]) : h).ToArray();
        var (replay, changed) = (new Replay(Lives.Generated, Lives.Quick, Options), new Replay(other, Lives.Quick, Options));

        var booked = Lives.Generated.Select(h => h.State!.Booking).ToDictionary(b => (b.PropertyId, b.BookingId), b => b.BookedOn);
        Func<ReplayAnswer, DateOnly> bookedOn = a => booked[(a.PropertyId, a.BookingId)];
        var before = replay.Answers(ReplayTask.OnTheBooks, null, default);
        var after = changed.Answers(ReplayTask.OnTheBooks, null, default);

        after.Select(a => (a.BookingId, a.Probability)).ShouldBe(before.Select(a => (a.BookingId, a.Probability)));
        after.Count(a => a.Cancelled).ShouldBeGreaterThan(before.Count(a => a.Cancelled) + 100);
        before.ShouldAllBe(a => a.AsOf == a.Cut && bookedOn(a) < a.Cut && a.ArrivalDate >= a.Cut);

        // The other task is asked of the same models: none is trained again.
        var stages = new List<string>();
        var made = replay.Answers(ReplayTask.BookingTime, new Told(stages), default);
        stages.ShouldBeEmpty();
        made.ShouldAllBe(a => a.AsOf == bookedOn(a) && a.AsOf >= a.Cut && a.AsOf < a.Cut.AddMonths(1));
    }

    [Fact]
    public void Answers_Once_AreOfTheFirstModel()
    {
        var stages = new List<string>();
        var once = new Replay(Lives.Generated, Lives.Quick, Options with { Retrain = false });

        var answers = once.Answers(ReplayTask.OnTheBooks, new Told(stages), default);

        stages.Count(s => s == "learning from all bookings").ShouldBe(1);
        answers.Select(a => a.Cut).Distinct().ShouldBe(once.Cuts);
    }

    [Fact]
    public void Answers_Static_AreThoseOfTheTrainingWithASplit()
    {
        var answers = new Replay(BookingLifeRow.Histories(GeneratedBookings.Small), GeneratedBookings.Quick, Options).Answers(ReplayTask.Static, null, default);

        var trained = new ModelTrainer(GeneratedBookings.Quick, TimeProvider.System).Train(GeneratedBookings.Small, Options.Split, null, default);
        ReplayReport.Of(ReplayTask.Static, answers).Overall.ShouldBe(trained.Evaluation.Overall);
        var booked = GeneratedBookings.Small.Select(e => e.Booking).DistinctBy(b => (b.PropertyId, b.BookingId)).ToDictionary(b => (b.PropertyId, b.BookingId), b => b.BookedOn);
        answers.ShouldAllBe(a => a.Cut == Options.Split);
        answers.Select(a => a.AsOf).ShouldBe(answers.Select(a => booked[(a.PropertyId, a.BookingId)]));
    }

    private sealed class Told(List<string> stages) : IProgress<string>
    {
        public void Report(string value) => stages.Add(value);
    }
}
