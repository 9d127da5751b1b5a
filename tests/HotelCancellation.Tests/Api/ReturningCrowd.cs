using HotelCancellation.Api.Limits;

namespace HotelCancellation.Tests.Api;

/// <summary>
/// A number of callers, each of whom waits for an answer before asking again: at once after a prediction, and after a refusal, which costs as much, when it has been held back, and where they heed
/// it, when <c>Retry-After</c> is over. No two requests cost the same, and waits are seen as the kernel counts them, which is to four milliseconds.
/// </summary>
internal sealed class ReturningCrowd
{
    public static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(15);
    private const double AnswerSeconds = 27e-6;
    private const double NetworkSeconds = 0.001;
    private const double LookSeconds = 0.005;
    private const double JiffySeconds = 0.004;
    private readonly Random _chance = new(1);
    private readonly bool _heedRetryAfter;
    private readonly ShedShare _share = new(Limit);
    private readonly StaggeredRefusals _refusals = new(TimeSpan.FromMilliseconds(350), 2);
    private readonly PriorityQueue<double, double> _away = new();
    private readonly Queue<double> _waiting = new();
    private double _now;
    private double _looked;

    public ReturningCrowd(int callers, bool heedRetryAfter)
    {
        _heedRetryAfter = heedRetryAfter;
        for (var i = 0; i < callers; i++)
        {
            ComeAgain(i * 1e-6);
        }
    }

    public double LongestWait { get; private set; }

    /// <returns>What was answered, of what can be.</returns>
    public double Pass(double seconds)
    {
        (var answered, var taken, LongestWait) = (0, 0, 0);
        for (var end = _now + seconds; _now < end;)
        {
            while (_away.TryPeek(out var comes, out _) && comes <= _now)
            {
                _waiting.Enqueue(_away.Dequeue());
            }

            if (!_waiting.TryDequeue(out var since))
            {
                _now = _away.Peek();
                continue;
            }

            taken++;
            var wait = _now - since;
            LongestWait = Math.Max(LongestWait, wait);
            if (_now - _looked >= LookSeconds)
            {
                _share.Update(TimeSpan.FromSeconds(Math.Max(0, wait + (JiffySeconds * ((2 * _chance.NextDouble()) - 1)))), TimeSpan.FromSeconds(_now - _looked), taken);
                taken = 0;
                _looked = _now;
            }

            _now += AnswerSeconds * (0.7 + (0.6 * _chance.NextDouble()));
            if (_share.TakesNext())
            {
                var (hold, retryAfter) = _refusals.Next();
                ComeAgain(hold.TotalSeconds + (_heedRetryAfter ? retryAfter : 0));
            }
            else
            {
                answered++;
                ComeAgain(0);
            }
        }

        return answered * AnswerSeconds / seconds;
    }

    private void ComeAgain(double after) => _away.Enqueue(_now + after + NetworkSeconds, _now + after + NetworkSeconds);
}
