using HotelCancellation.Bookings;

namespace HotelCancellation.Training.Snapshots;

/// <summary>
/// The questions that a model trained on a day can be judged by later: the bookings of all arrivals from that day up to another, each as of the
/// day it was made or, where it was on the books already, of the day of training. Those arrivals have matured, so that nothing is censored;
/// what was lost before the day of training is not asked about.
/// </summary>
public static class LateQuestions
{
    /// <summary>The questions: which booking, by its place, and as of which day.</summary>
    /// <param name="table">The bookings.</param>
    /// <param name="trained">The day of training.</param>
    /// <param name="matured">The day by which outcomes are known, and before which arrivals are asked about.</param>
    public static IReadOnlyList<(int Life, int Day)> Of(SnapshotTable table, DateOnly trained, DateOnly matured)
    {
        ArgumentNullException.ThrowIfNull(table);
        var (from, until) = (trained.DayNumber, matured.DayNumber);
        var questions = new List<(int, int)>();
        for (var i = 0; i < table.Lives.Count; i++)
        {
            var life = table.Lives[i];
            if (life.At(until) is { } state && state.Booking.ArrivalDate.DayNumber is var arrival && arrival >= from && arrival < until)
            {
                if (life.BookedOn >= from)
                {
                    questions.Add((i, life.BookedOn));
                }
                else if (life.IsOnBooks(from))
                {
                    questions.Add((i, from));
                }
            }
        }

        return questions;
    }

    /// <summary>The booking of a question as the day of its outcome has it, with its status: what an evaluation needs.</summary>
    public static BookingEvent Outcome(SnapshotTable table, int life, DateOnly matured)
    {
        ArgumentNullException.ThrowIfNull(table);
        var state = table.Lives[life].At(matured.DayNumber)!;
        return new BookingEvent(state.Booking, state.Status.IsResolved() ? state.Status : BookingStatus.CheckedOut, state.StatusDate);
    }
}
