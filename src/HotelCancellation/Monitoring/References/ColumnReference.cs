using HotelCancellation.Monitoring.Sketches;

namespace HotelCancellation.Monitoring.References;

/// <summary>What a column was in training, at a hotel or at all.</summary>
public sealed record ColumnReference
{
    /// <summary>Days of booking that each sketch of <see cref="Seasons"/> holds: two weeks.</summary>
    public const int SeasonDays = 14;

    /// <summary>Weeks back to the same season: 52, so that weekdays are the same, too.</summary>
    public const int YearDays = 364;

    /// <summary>Days before that year which <see cref="Seasons"/> hold too: three fortnights, for the windows shortly after the training.</summary>
    public const int MoreSeasonDays = 42;

    /// <summary>Its parts.</summary>
    public ColumnLayout Layout => Sketch.Layout;

    /// <summary>All bookings of the last year of training, each party once.</summary>
    public required ColumnSketch Sketch { get; init; }

    /// <summary>The same by fortnight of booking; the key is its first day, as <see cref="DateOnly.DayNumber"/>, a multiple of <see cref="SeasonDays"/>.</summary>
    public required IReadOnlyDictionary<int, ColumnSketch> Seasons { get; init; }

    /// <summary>By how much bookings that come together are worth less than independent ones: <see cref="Statistics.DesignEffect.OfParts"/> over weeks.</summary>
    public required double DesignEffect { get; init; }

    /// <summary>The same days of the year before; null where training does not hold all of them.</summary>
    /// <param name="from">The first day of booking that is judged.</param>
    /// <param name="to">The last.</param>
    public ColumnSketch? Season(DateOnly from, DateOnly to)
    {
        var (first, last) = (StartOf(from.DayNumber - YearDays), StartOf(to.DayNumber - YearDays));
        var merged = Layout.NewSketch();
        for (var start = first; start <= last; start += SeasonDays)
        {
            if (!Seasons.TryGetValue(start, out var part))
            {
                return null;
            }

            merged.Absorb(part);
        }

        return merged;
    }

    /// <summary>The first day of a day's fortnight.</summary>
    public static int StartOf(int day) => day - (day % SeasonDays);
}
