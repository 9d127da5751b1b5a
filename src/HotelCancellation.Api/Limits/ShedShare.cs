namespace HotelCancellation.Api.Limits;

/// <summary>
/// The share of requests that has to be refused so that the others wait no longer than they may. A proportional and integral controller of the wait, as RFC 8033 (PIE), section 4.2, has it for
/// packets. Waits longer than the limit begin it; from then on it aims at somewhat less, so that most waits are within the limit. It is a slow one: whoever is refused comes again, all of a burst
/// together, and a controller that answers each burst with a burst of refusals has either nobody to answer or too many. Where few wait, it is not their number that makes them, and nobody is refused. Safe for many threads.
/// </summary>
/// <param name="limit">How long requests may wait.</param>
internal sealed class ShedShare(TimeSpan limit)
{
    /// <summary>Whatever comes, some are answered: callers who ask again at once would otherwise keep everybody out.</summary>
    internal const double Most = 0.9;

    // What it aims at, of the limit, and its unit of time. Batches make others wait as long as this, who are not to be refused for it; in a crowd, the fewer connections are at work by turns, the less each costs.
    private const double Aim = 0.75;

    // Of a wait that is too long by the aim, and of one that has been so for the aim's time.
    private const double Proportional = 0.03;
    private const double Integral = 0.0005;

    // A small share has to be met closely, a large one soon: what they make together, and so much of its square.
    private const double Square = 5;

    // Requests that wait at the same time: their rate times their wait (Little's law). Where there are no more, something else has the processors, as batches may, and refusing would not help those who are let in.
    private const double Few = 16;

    // What is left of the sum after an aim's time of short waits: whoever comes when the crowd has gone is not refused.
    private const double Decay = 0.9;

    // Of aims: the burst allowance. The wait has to be too long for so many of them before anybody is refused, and short for so many before that counts anew.
    private const double Onset = 15;
    private const double Rest = 90;
    private const double Least = 0.001;

    private readonly TimeSpan _aim = limit * Aim;
    private readonly Lock _lock = new();
    private double _share;
    private double _smoothed;
    private double _waiting;
    private long _newest;
    private double _sum;
    private double _above;
    private double _below;
    private double _owed;
    private bool _isCrowd;

    /// <summary>The share, 0 to <see cref="Most"/>.</summary>
    public double Value => Volatile.Read(ref _share);

    /// <summary>The newest wait.</summary>
    public TimeSpan Wait => TimeSpan.FromTicks(Volatile.Read(ref _newest));

    /// <summary>Takes a wait that was just seen.</summary>
    /// <param name="wait">How long it was.</param>
    /// <param name="since">How much later this was than the one before; of a pause without requests, no more than the aim counts as a time of waiting. More than none.</param>
    /// <param name="taken">How many requests were taken up in that time.</param>
    public void Update(TimeSpan wait, TimeSpan since, int taken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(since, TimeSpan.Zero);
        lock (_lock)
        {
            var passed = since / _aim;
            var counted = Math.Min(passed, 1);
            Volatile.Write(ref _newest, wait.Ticks);

            // Over the aim's time: single waits are seen to the kernel's ticks, and the next request may have waited otherwise.
            var weight = 1 - Math.Exp(-passed);
            var now = _smoothed += ((wait / _aim) - _smoothed) * weight;
            _waiting += ((taken * (wait / since)) - _waiting) * weight;
            var areMany = _waiting > Few;
            _above = areMany && now > 1 / Aim ? _above + counted : 0;
            _below = areMany && now >= 0.5 ? 0 : _below + passed;

            // Nobody came for so long: whatever crowd there was has gone.
            if (passed > Rest)
            {
                (_isCrowd, _sum, _above) = (false, 0, 0);
                Volatile.Write(ref _share, 0);
            }

            // A pause is not a crowd.
            if (!_isCrowd && _above < Onset)
            {
                return;
            }

            var tooLong = areMany ? now - 1 : Math.Min(now - 1, 0);
            _sum = Math.Clamp(_sum + (Integral * tooLong * counted), 0, 1) * (_below > 0 ? Math.Pow(Decay, passed) : 1);
            var both = Math.Max(0, (Proportional * tooLong) + _sum);
            var share = Math.Min(Most, both + (Square * both * both));
            _isCrowd = share > Least || _below < Rest;
            if (!_isCrowd)
            {
                (_sum, share) = (0, 0);
            }

            Volatile.Write(ref _share, share);
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
