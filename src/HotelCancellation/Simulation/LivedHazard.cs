namespace HotelCancellation.Simulation;

/// <summary>A day from which on the hazard is another one.</summary>
/// <param name="From">The day, of the calendar.</param>
/// <param name="Factor">What every day's hazard is multiplied by, on top of earlier changes.</param>
internal readonly record struct HazardChange(DateOnly From, double Factor);

/// <summary>
/// A <see cref="HazardShape"/> as one booking lives through it: from the day of each change its weights are multiplied. The
/// cumulated weight is then a piecewise linear, increasing function of the usual one, so that the survival of a whole life
/// stays e^(-r W) in closed form and the day still comes by inversion. A life that ends before a change is the same as without it.
/// </summary>
/// <param name="shape">The usual weights.</param>
/// <param name="bookedOn">The day of booking.</param>
/// <param name="leadTimeDays">Days to arrival.</param>
/// <param name="changes">The changes, by day.</param>
internal readonly struct LivedHazard(HazardShape shape, DateOnly bookedOn, int leadTimeDays, HazardChange[] changes)
{
    /// <summary>The weight of the whole life.</summary>
    public double Total
    {
        get
        {
            var usual = shape.Total(leadTimeDays);
            var (lived, since, factor) = (0.0, 0.0, 1.0);
            foreach (var change in changes)
            {
                var start = Before(change.From);
                if (start >= usual)
                {
                    break;
                }

                lived += factor * (start - since);
                (since, factor) = (start, factor * change.Factor);
            }

            return lived + (factor * (usual - since));
        }
    }

    /// <summary>The first day, since booking, on which the cumulated weight passes <paramref name="weight"/>, or null if it never does.</summary>
    public int? DayPassing(double weight)
    {
        var (lived, since, factor) = (0.0, 0.0, 1.0);
        foreach (var change in changes)
        {
            var start = Before(change.From);
            var reached = lived + (factor * (start - since));
            if (weight < reached)
            {
                break;
            }

            (lived, since, factor) = (reached, start, factor * change.Factor);
        }

        return shape.DayPassing(since + ((weight - lived) / factor), leadTimeDays);
    }

    // The usual weight of the days before one; without end when the life does not reach it.
    private double Before(DateOnly day) => (day.DayNumber - bookedOn.DayNumber) switch
    {
        <= 0 => 0,
        var days when days > leadTimeDays => double.PositiveInfinity,
        var days => shape.Cumulative(days - 1, leadTimeDays),
    };
}
