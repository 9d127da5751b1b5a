namespace HotelCancellation.Api.Limits;

/// <summary>
/// The share of requests that has to be refused so that the others wait no longer than they may. A proportional and integral controller of the wait, as RFC 8033 (PIE), section 4.2, has it for
/// packets; its gains are those of a wait that is known only when it is over, so they are taken for the limit as the unit of time.
/// </summary>
/// <param name="limit">How long requests may wait.</param>
internal sealed class ShedShare(TimeSpan limit)
{
    /// <summary>Whatever comes, some are answered: callers who ask again at once would otherwise keep everybody out.</summary>
    internal const double Most = 0.9;

    // By how much the share moves when the wait changes by the limit, and in a limit's time that it is off by the limit.
    private const double Proportional = 0.25;
    private const double Integral = 0.04;

    // The share that is left after a limit's time of short waits: whoever comes when the crowd has gone is not refused.
    private const double Decay = 0.6;

    // Of limits: the burst allowance. The wait has to be too long for so many of them before anybody is refused.
    private const double Onset = 10;
    private const double Least = 0.001;

    private readonly Lock _lock = new();
    private double _share;
    private double _wait;
    private double _above;
    private double _owed;

    /// <summary>The share, 0 to <see cref="Most"/>.</summary>
    public double Value => Volatile.Read(ref _share);

    /// <summary>The newest wait.</summary>
    public TimeSpan Wait => TimeSpan.FromTicks((long)(Volatile.Read(ref _wait) * limit.Ticks));

    /// <summary>Takes a wait that was just seen.</summary>
    /// <param name="wait">How long it was.</param>
    /// <param name="since">How much later this was than the one before; of a pause without requests, no more than the limit counts as a time of waiting.</param>
    public void Update(TimeSpan wait, TimeSpan since)
    {
        lock (_lock)
        {
            var (now, last, passed) = (wait / limit, _wait, since / limit);
            Volatile.Write(ref _wait, now);
            var counted = Math.Min(passed, 1);
            _above = now > 1 ? _above + counted : 0;

            // A pause is not a crowd.
            if (_share == 0 && _above < Onset)
            {
                return;
            }

            var share = now < 0.5 && last < 0.5
                ? _share * Math.Pow(Decay, passed)
                : Math.Clamp(_share + (Proportional * (now - last)) + (Integral * (now - 1) * counted), 0, Most);
            Volatile.Write(ref _share, share < Least ? 0 : share);
        }
    }

    /// <summary>Whether the next request is refused: as evenly as the share allows, so that nobody's luck decides.</summary>
    public bool TakesNext()
    {
        if (Value == 0)
        {
            return false;
        }

        lock (_lock)
        {
            _owed += _share;
            if (_owed < 1)
            {
                return false;
            }

            _owed--;
            return true;
        }
    }
}
