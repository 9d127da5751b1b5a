using HotelCancellation.Bookings;
using HotelCancellation.Bookings.Events;
using HotelCancellation.Features;
using HotelCancellation.Features.Store;

namespace HotelCancellation.Training.Snapshots;

/// <summary>
/// All snapshots of a set of bookings with their features. A feature as of a day knows nothing of that day or later, so that the table
/// is made once, and a training as of any day takes the rows before it. Immutable and safe for many threads.
/// </summary>
public sealed class SnapshotTable
{
    private readonly float[] _numbers;
    private readonly FeatureDefinition[] _features;

    private SnapshotTable(IReadOnlyList<BookingLife> lives, MemoryLedger ledger, Snapshot[] rows, FeatureDefinition[] features, float[] numbers) =>
        (Lives, Ledger, Rows, _features, _numbers) = (lives, ledger, rows, features, numbers);

    /// <summary>The bookings.</summary>
    public IReadOnlyList<BookingLife> Lives { get; }

    /// <summary>What the bookings say of each other.</summary>
    public MemoryLedger Ledger { get; }

    /// <summary>The snapshots, by booking and day.</summary>
    public IReadOnlyList<Snapshot> Rows { get; }

    /// <summary>The features, in the order of a row.</summary>
    public IReadOnlyList<FeatureDefinition> Features => _features;

    /// <summary>Makes the table.</summary>
    /// <param name="lives">The bookings, in an order that says nothing of their outcomes.</param>
    /// <param name="features">The features.</param>
    /// <param name="stepDays">Days between two snapshots of a booking.</param>
    /// <param name="from">Snapshots are of this day or later.</param>
    /// <param name="before">Snapshots are of days before this one.</param>
    public static SnapshotTable Of(IReadOnlyList<BookingLife> lives, IReadOnlyList<FeatureDefinition> features, int stepDays, DateOnly from, DateOnly before)
    {
        ArgumentNullException.ThrowIfNull(lives);
        var ledger = MemoryLedger.Of(lives.Select(l => l.History));
        var plan = new SnapshotPlan(stepDays);
        Snapshot[] rows = [.. lives.SelectMany((life, place) => plan.Of(life, place, before.DayNumber)).Where(r => r.Day >= from.DayNumber)];
        FeatureDefinition[] definitions = [.. features];
        var numbers = new float[(long)rows.Length * definitions.Length];
        var table = new SnapshotTable(lives, ledger, rows, definitions, numbers);
        table.Fill();
        return table;
    }

    /// <summary>A table without snapshots, for whoever only asks who was around whom on which day.</summary>
    /// <param name="histories">The bookings, in any order.</param>
    public static SnapshotTable Around(IEnumerable<BookingHistory> histories) => Of(AsOfTrainer.Order(histories), [], 1, DateOnly.MinValue, DateOnly.MinValue);

    /// <summary>The numbers of a row; those of categories are 0 until an encoder that training has fitted fills them in.</summary>
    public ReadOnlySpan<float> Numbers(int row) => _numbers.AsSpan(row * _features.Length, _features.Length);

    /// <summary>A booking as of a day, with what was known of those around it.</summary>
    /// <param name="life">Which booking, by its place.</param>
    /// <param name="day">The day asked about.</param>
    /// <param name="knownBefore">Of those around it, only what happened before this day is looked at; null for <paramref name="day"/> itself.</param>
    public BookingAt At(int life, int day, int? knownBefore = null)
    {
        var each = Lives[life];
        var booking = each.At(day)?.Booking ?? each.First;
        var own = day > each.BookedOn ? BookingEntries.Of(each.History) : [];
        return new BookingAt(booking, DateOnly.FromDayNumber(day), new BookingContext(booking, DateOnly.FromDayNumber(knownBefore ?? day), Ledger, own));
    }

    /// <summary>The booking of a row as it stood then.</summary>
    public Booking Booking(int row) => Lives[Rows[row].Life].At(Rows[row].Day)?.Booking ?? Lives[Rows[row].Life].First;

    private void Fill()
    {
        // The rows of a booking stand together, so that what it has added to the ledger is worked out once.
        var starts = Enumerable.Range(0, Rows.Count).Where(i => i == 0 || Rows[i].Life != Rows[i - 1].Life).ToArray();
        Parallel.For(0, starts.Length, s =>
        {
            var life = Lives[Rows[starts[s]].Life];
            var own = BookingEntries.Of(life.History);
            for (var i = starts[s]; i < (s + 1 < starts.Length ? starts[s + 1] : Rows.Count); i++)
            {
                var asOf = DateOnly.FromDayNumber(Rows[i].Day);
                var booking = Booking(i);
                var at = new BookingAt(booking, asOf, new BookingContext(booking, asOf, Ledger, own));
                var to = _numbers.AsSpan(i * _features.Length, _features.Length);
                for (var f = 0; f < _features.Length; f++)
                {
                    to[f] = _features[f].Number is { } number ? number(at) : 0;
                }
            }
        });
    }
}
