using HotelCancellation.Bookings;
using HotelCancellation.Features;
using HotelCancellation.Model;
using HotelCancellation.Training.Snapshots;

namespace HotelCancellation.Retraining.Gate;

/// <summary>The arrivals of a window that champion and twin are both asked about, with what came of them.</summary>
internal sealed record PairedQuestions
{
    private const int MostEvidence = 20_000;

    /// <summary>The rows, by day of arrival.</summary>
    public required IReadOnlyList<GateRow> Rows { get; init; }

    /// <summary>Some of the bookings, for what takes long.</summary>
    public required IReadOnlyList<BookingAt> Sample { get; init; }

    /// <summary>Whether each of these was cancelled.</summary>
    public required IReadOnlyList<bool> SampleOutcomes { get; init; }

    /// <summary>How far apart two models are on the sample, on average; null where it is empty.</summary>
    public double? Distance(CancellationModel one, CancellationModel other) => Sample.Count == 0 ? null : Sample.AsParallel().AsOrdered().Select(at => Math.Abs(one.Probability(at) - other.Probability(at))).ToArray().Average();

    /// <summary>Asks.</summary>
    /// <param name="table">The bookings, of which nothing but who was around whom on which day is looked at.</param>
    /// <param name="window">The window.</param>
    /// <param name="champion">The champion; null where there is none.</param>
    /// <param name="twin">The challenger's twin.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static PairedQuestions Ask(SnapshotTable table, CompareWindow window, CancellationModel? champion, CancellationModel twin, CancellationToken cancellationToken)
    {
        var questions = LateQuestions.Of(table, window.AskFrom, window.MaturedBefore).Where(q => table.Lives[q.Life].LostAsOf(window.MaturedBefore.DayNumber) is not null)
            .Select(q => (q.Life, q.Day, Outcome: LateQuestions.Outcome(table, q.Life, window.MaturedBefore))).OrderBy(q => q.Outcome.Booking.ArrivalDate).ToList();
        var (asked, outcomes, rows) = (new BookingAt[questions.Count], new bool[questions.Count], new GateRow[questions.Count]);
        Parallel.For(0, questions.Count, new ParallelOptions { CancellationToken = cancellationToken }, i =>
        {
            var at = asked[i] = table.At(questions[i].Life, questions[i].Day);
            outcomes[i] = questions[i].Outcome.Status.IsCancellation();
            rows[i] = GateRow.Of(at, outcomes[i], champion?.Probability(at), twin.Probability(at));
        });
        Array.Sort([.. rows.Select(r => r.Arrival.DayNumber)], rows);
        var step = Math.Max(1, asked.Length / MostEvidence);
        int[] some = [.. Enumerable.Range(0, asked.Length).Where(i => i % step == 0)];
        return new PairedQuestions { Rows = rows, Sample = [.. some.Select(i => asked[i])], SampleOutcomes = [.. some.Select(i => outcomes[i])] };
    }
}
