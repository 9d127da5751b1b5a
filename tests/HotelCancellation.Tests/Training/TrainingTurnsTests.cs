using HotelCancellation.Bookings;
using HotelCancellation.Features;
using HotelCancellation.Tests.Building;
using HotelCancellation.Training;

namespace HotelCancellation.Tests.Training;

public class TrainingTurnsTests
{
    [Fact]
    public async Task Take_OneThreadEach_WorkSideBySide()
    {
        var turns = new TrainingTurns();
        using var both = new Barrier(2);

        // Each goes on only when the other has come.
        bool Meet() => both.SignalAndWait(TimeSpan.FromMinutes(1));

        (await Task.WhenAll(Task.Run(() => turns.Take(1, Meet)), Task.Run(() => turns.Take(1, Meet)))).ShouldAllBe(met => met);
    }

    [Fact]
    public void Take_SeveralThreads_WorkAlone()
    {
        var turns = new TrainingTurns();
        var (now, worst) = (0, 0);
        int Work(int threads)
        {
            var others = Interlocked.Increment(ref now);
            if (threads > 1)
            {
                Thread.SpinWait(200);
                worst = Math.Max(worst, Math.Max(others, Volatile.Read(ref now)));
            }

            return Interlocked.Decrement(ref now);
        }

        Parallel.For(0, 2000, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i => turns.Take(1 + (i % 3), () => Work(1 + (i % 3))));

        worst.ShouldBe(1);
    }

    [Fact]
    public void Take_WorkThatFails_LeavesTheTurnToOthers()
    {
        var turns = new TrainingTurns();
        Should.Throw<InvalidOperationException>(() => turns.Take<int>(2, () => throw new InvalidOperationException()));

        turns.Take(2, () => 7).ShouldBe(7);
        turns.Take(1, () => 8).ShouldBe(8);
    }

    [Fact]
    public void Train_SideBySide_GrowsTheSameTrees()
    {
        var options = GeneratedBookings.Quick with { Threads = 1 };
        var encoder = FeatureEncoderFitter.Fit(FeatureCatalog.Default, [.. GeneratedBookings.Small.Select(b => b.Booking)], [.. GeneratedBookings.Small.Select(b => b.Status.IsCancellation())]);
        var matrix = FeatureMatrix.AtBooking(encoder, GeneratedBookings.Small);
        double[] Leaves(int seed) => new LightGbmTrainer(options with { Seed = seed }).Train(matrix, default).LeafValue;
        var alone = Enumerable.Range(0, 3).Select(Leaves).ToArray();

        Parallel.For(0, 24, new ParallelOptions { MaxDegreeOfParallelism = 4 }, i => Leaves(i % 3).ShouldBe(alone[i % 3]));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Each_OneFails_ThrowsWhatItThrew(int threads) =>
        Should.Throw<TrainingRefusedException>(() => TrainingTurns.Each(new TrainingOptions { Threads = threads }, () => 1, () => throw new TrainingRefusedException("too little"))).Message.ShouldBe("too little");

    [Fact]
    public void Each_OneThread_DoesOneAfterTheOther()
    {
        var now = 0;
        int Work()
        {
            var others = Interlocked.Increment(ref now);
            Thread.SpinWait(1000);
            Interlocked.Decrement(ref now);
            return others;
        }

        TrainingTurns.Each(new TrainingOptions { Threads = 1 }, [.. Enumerable.Repeat((Func<int>)Work, 50)]).ShouldAllBe(others => others == 1);
    }
}
