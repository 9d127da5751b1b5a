using HotelCancellation.Api.Limits;

namespace HotelCancellation.Tests.Api;

public sealed class ShedShareTests
{
    private const double LimitSeconds = 0.1;
    private const double StepSeconds = 0.02;

    // Requests in a step, of which some hundred wait at a time.
    private const int Many = 100;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(LimitSeconds);
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(StepSeconds);

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.95)]
    public void Update_LessThanCanBeAnswered_RefusesNobody(double load)
    {
        var queue = new Queue(load);

        queue.Pass(seconds: 20);

        queue.MostRefused.ShouldBe(0);
    }

    [Theory]
    [InlineData(1.2)]
    [InlineData(2)]
    [InlineData(4)]
    public void Update_MoreThanCanBeAnswered_KeepsTheWaitAtTheLimitAndTheServerBusy(double load)
    {
        var queue = new Queue(load);
        queue.Pass(seconds: 20);

        queue.Pass(seconds: 20);

        queue.MeanWait.ShouldBeInRange(0.5 * LimitSeconds, LimitSeconds);
        queue.LongestWait.ShouldBeLessThan(6 * LimitSeconds);
        queue.MeanBusy.ShouldBeGreaterThan(0.95);
        queue.MeanRefused.ShouldBe(1 - (1 / load), 0.1);
    }

    [Fact]
    public void Update_WaitsBelowTheLimitForAnHour_RefuseNobody()
    {
        var share = new ShedShare(Limit);
        for (var passed = TimeSpan.Zero; passed < TimeSpan.FromHours(1); passed += Step)
        {
            share.Update(0.98 * Limit, Step, Many);
        }

        share.Value.ShouldBe(0, "somewhat less is aimed at in a crowd alone");
    }

    [Fact]
    public void Update_FewWaitTooLong_RefusesNobody()
    {
        var share = new ShedShare(Limit);

        // One in every fifth of some hundred thousand steps, so that three wait at a time: batches have the processors, say.
        for (var step = 0; step < 180_000; step++)
        {
            share.Update(3 * Limit, Step, taken: step % 5 == 0 ? 1 : 0);
            share.Value.ShouldBe(0);
        }
    }

    [Fact]
    public void Update_TheCrowdLeavesAndAFewGoOnWaiting_RefusesNobodySoon()
    {
        var share = new ShedShare(Limit);
        while (share.Value < 0.25)
        {
            share.Update(2 * Limit, Step, Many);
        }

        for (var passed = TimeSpan.Zero; passed < TimeSpan.FromSeconds(12); passed += Step)
        {
            share.Update(2 * Limit, Step, taken: 1);
        }

        share.Value.ShouldBe(0);
        share.Update(0.9 * Limit, Step, Many);
        share.Value.ShouldBe(0, "the burst allowance counts anew");
    }

    [Fact]
    public void Update_TheCrowdLeaves_RefusesNobodySoon()
    {
        var queue = new Queue(3);
        queue.Pass(seconds: 20);

        queue.Load = 0.5;
        queue.Pass(seconds: 3);
        queue.Pass(seconds: 1);

        queue.MostRefused.ShouldBe(0);
    }

    [Theory]
    [InlineData(1_000, false, 0.97)]
    [InlineData(2_500, true, 0.965)]
    [InlineData(4_200, true, 0.94)]
    [InlineData(8_400, true, 0.88)]
    [InlineData(4_200, false, 0.8)]
    public void Update_CallersWhoComeAgain_AreAnsweredSteadily(int callers, bool heedRetryAfter, double least)
    {
        var crowd = new ReturningCrowd(callers, heedRetryAfter);
        crowd.Pass(seconds: 10);

        var seconds = Enumerable.Range(0, 20).Select(_ => crowd.Pass(seconds: 1)).ToArray();

        seconds.Min().ShouldBeGreaterThan(least, "of what can be answered, each second");
        crowd.LongestWait.ShouldBeLessThan(1.1 * ReturningCrowd.Limit.TotalSeconds);
    }

    [Fact]
    public void Update_OnePause_RefusesNobody()
    {
        var share = new ShedShare(Limit);
        for (var wait = 3 * LimitSeconds; wait > 0; wait -= StepSeconds)
        {
            share.Update(TimeSpan.FromSeconds(wait), Step, Many);
            share.TakesNext().ShouldBeFalse();
        }
    }

    [Fact]
    public void Update_ThePauseAfterACrowd_EndsIt()
    {
        var share = new ShedShare(Limit);
        while (share.Value < 0.25)
        {
            share.Update(2 * Limit, Step, Many);
        }

        share.Update(5 * Limit, TimeSpan.FromMinutes(1), 1);

        share.Value.ShouldBe(0);
        share.TakesNext().ShouldBeFalse();
    }

    [Fact]
    public void Update_WaitsSeldomSeen_AreNoCrowd()
    {
        var share = new ShedShare(Limit);
        for (var i = 0; i < 3; i++)
        {
            share.Update(2 * Limit, TimeSpan.FromHours(1), int.MaxValue);
        }

        share.Value.ShouldBe(0);
    }

    [Fact]
    public void Update_WhateverComes_SomeAreAnswered()
    {
        var share = new ShedShare(Limit);
        for (var i = 0; i < 1000; i++)
        {
            share.Update(100 * Limit, Step, Many);
        }

        share.Value.ShouldBe(ShedShare.Most);
        Enumerable.Range(0, 1000).Count(_ => share.TakesNext()).ShouldBeInRange(899, 901);
    }

    [Fact]
    public void TakesNext_AShare_IsTakenEvenly()
    {
        var share = new ShedShare(Limit);
        while (share.Value < 0.25)
        {
            share.Update(2 * Limit, Step, Many);
        }

        var taken = Enumerable.Range(0, 10_000).Where(_ => share.TakesNext()).ToArray();

        ((double)taken.Length).ShouldBe(10_000 * share.Value, 1.1);
        taken.Zip(taken.Skip(1), (a, b) => b - a).Max().ShouldBeLessThanOrEqualTo((int)Math.Ceiling(1 / share.Value));
    }

    [Fact]
    public async Task TakesNext_ManyAtOnce_TakesTheShare()
    {
        var share = new ShedShare(Limit);
        while (share.Value < 0.25)
        {
            share.Update(2 * Limit, Step, Many);
        }

        var counts = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Enumerable.Range(0, 10_000).Count(_ => share.TakesNext()))));

        ((double)counts.Sum()).ShouldBe(40_000 * share.Value, 1.1);
    }

    /// <summary>Requests that come at a steady rate, in units of what can be answered: first come, first answered; a refusal takes no time.</summary>
    private sealed class Queue(double load)
    {
        private readonly ShedShare _share = new(Limit);
        private readonly Queue<(double Since, double Work)> _waiting = new();
        private readonly List<(double Wait, double Busy, double Refused)> _seen = [];
        private double _now;

        public double Load { get; set; } = load;

        public double MeanWait => _seen.Average(s => s.Wait);

        public double LongestWait => _seen.Max(s => s.Wait);

        public double MeanBusy => _seen.Average(s => s.Busy);

        public double MeanRefused => _seen.Average(s => s.Refused);

        public double MostRefused => _seen.Max(s => s.Refused);

        public void Pass(double seconds)
        {
            _seen.Clear();
            for (var end = _now + seconds; _now < end; _now += StepSeconds)
            {
                _waiting.Enqueue((_now, Load * StepSeconds));
                var (left, wait) = (StepSeconds, 0.0);
                while (left > 1e-12 && _waiting.TryPeek(out var first))
                {
                    // Whoever is refused is refused when taken up, as in the server.
                    wait = _now - first.Since;
                    var work = first.Work * (1 - _share.Value);
                    if (work > left)
                    {
                        Replace((first.Since, first.Work * (1 - (left / work))));
                        left = 0;
                    }
                    else
                    {
                        _waiting.Dequeue();
                        left -= work;
                    }
                }

                _share.Update(TimeSpan.FromSeconds(wait), Step, Many);
                _seen.Add((wait, 1 - (left / StepSeconds), _share.Value));
            }
        }

        private void Replace((double, double) first)
        {
            var rest = _waiting.Skip(1).ToArray();
            _waiting.Clear();
            _waiting.Enqueue(first);
            foreach (var one in rest)
            {
                _waiting.Enqueue(one);
            }
        }
    }
}
