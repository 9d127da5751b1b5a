using HotelCancellation.Training;

namespace HotelCancellation.Retraining.Gate;

/// <summary>
/// The days that models are compared on, in the order of time: settings are tried on days before those that the gate looks at, so that the choice among several does
/// not flatter the one that is chosen.
/// </summary>
/// <param name="TryFrom">Settings are trained as of this day and asked about arrivals up to <paramref name="TwinFrom"/>; null where too little lies before it.</param>
/// <param name="TwinFrom">The challenger's twin is trained as of this day.</param>
/// <param name="AskFrom">The first day that is asked about: neither twin nor champion has learned of it or later.</param>
/// <param name="MaturedBefore">Arrivals before this day have matured.</param>
internal sealed record CompareWindow(DateOnly? TryFrom, DateOnly TwinFrom, DateOnly AskFrom, DateOnly MaturedBefore)
{
    /// <summary>Where the champion is younger than the window is long, the window becomes shorter, down to these days.</summary>
    private const int FewestDays = 14;

    /// <summary>Less than this share of the arrivals never lies after the day of training.</summary>
    private const double MostShare = 0.5;

    /// <summary>The window.</summary>
    /// <param name="set">The bookings that have matured.</param>
    /// <param name="days">How long it is.</param>
    /// <param name="championKnownBefore">The champion has learned nothing of this day or later; null where there is none.</param>
    public static CompareWindow Of(TrainingSet set, int days, DateOnly? championKnownBefore)
    {
        var end = set.MaturedBefore;
        var earliest = set.Bookings.Count == 0 ? end : TimeSplit.LatestShare(set.Bookings, MostShare);
        var twin = end.AddDays(-days);

        // A twin that is as fresh as the challenger will be says more than one that is as old as the champion is.
        if (championKnownBefore > twin)
        {
            twin = championKnownBefore < end.AddDays(-FewestDays) ? championKnownBefore.Value : end.AddDays(-FewestDays);
        }

        twin = twin > earliest ? twin : earliest;
        var tryFrom = twin.AddDays(-days);
        return new CompareWindow(tryFrom > earliest ? tryFrom : null, twin, championKnownBefore > twin ? championKnownBefore.Value : twin, end);
    }
}
