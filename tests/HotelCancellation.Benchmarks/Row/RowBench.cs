using System.Globalization;
using HotelCancellation.Bookings;
using HotelCancellation.Features;
using HotelCancellation.Model;

namespace HotelCancellation.Benchmarks.Row;

/// <summary>
/// From a booking's fields to its probability, one row at a time on one thread: the product's model against ML.NET's
/// <c>PredictionEngine</c> over the same trees. Short batches of both alternate, so that a busy moment hits both.
/// </summary>
internal sealed class RowBench(BenchPlan plan, Action<FormattableString> say)
{
    private const int Batch = 100;
    private const double LargestDifference = 1e-5;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(2);

    public void Run(Figures figures)
    {
        var bookings = BenchPlan.Bookings();
        var (early, late) = Training.TimeSplit.At(bookings, BenchPlan.Split);
        say($"Training {BenchPlan.Trees} trees of {BenchPlan.Leaves} leaves on {early.Count} bookings, kept in ML.NET and taken out of it ...");
        var peer = EnginePeer.Train(BenchPlan.Training, early);
        var rows = late.Select(b => new BookingAt(b.Booking, b.Booking.BookedOn)).ToArray();
        var inputs = late.Select(b => EngineInput.Of(b.Booking)).ToArray();
        say($"Comparing {rows.Length} rows that training did not see ...");
        var difference = Difference(peer, rows, inputs);
        if (difference > LargestDifference)
        {
            throw new BenchFailedException(string.Create(CultureInfo.InvariantCulture, $"The two disagree by {difference:0.0e0} in log-odds: they are not the same model."));
        }

        var (ours, theirs) = Measure(peer, rows, inputs);
        figures.Add("row_trees", peer.Model.Ensemble.TreeCount, string.Create(CultureInfo.InvariantCulture, $"trees of {(double)peer.Model.Ensemble.LeafValue.Length / peer.Model.Ensemble.TreeCount:0.0} leaves on average"));
        figures.Add("row_ns", Median.Of(ours.Select(b => b.Nanoseconds)), "ns a row, booking's fields to probability, the product");
        figures.Add("prediction_engine_ns", Median.Of(theirs.Select(b => b.Nanoseconds)), "ns a row, the same trees in ML.NET's PredictionEngine");
        figures.Add("row_speedup", Median.Of(ours.Zip(theirs, (o, t) => t.Nanoseconds / o.Nanoseconds)), "median of the pairs' ratios");
        figures.Add("row_alloc_bytes", ours.Sum(b => b.Bytes) / (double)(ours.Count * Batch), "bytes allocated a row, the product");
        figures.Add("prediction_engine_alloc_bytes", theirs.Sum(b => b.Bytes) / (double)(theirs.Count * Batch), "bytes allocated a row, ML.NET");
    }

    private (List<Sample> Ours, List<Sample> Theirs) Measure(EnginePeer peer, BookingAt[] rows, EngineInput[] inputs)
    {
        var output = new EngineOutput();
        void Ours(int first) => Score(peer.Model, rows, first);
        void Theirs(int first) => Score(peer, inputs, output, first);
        foreach (var run in new Action<int>[] { Ours, Theirs })
        {
            var started = TimeProvider.System.GetTimestamp();
            for (var first = 0; TimeProvider.System.GetElapsedTime(started) < WarmUp; first += Batch)
            {
                run(first % (rows.Length - Batch));
            }
        }

        List<Sample> ours = [], theirs = [];
        for (var pair = 0; pair < plan.RowPairs; pair++)
        {
            var first = pair * Batch % (rows.Length - Batch);
            // Whoever comes second finds the rows' strings in the cache, so they take turns.
            if (pair % 2 == 0)
            {
                ours.Add(Sample.Of(Ours, first));
                theirs.Add(Sample.Of(Theirs, first));
            }
            else
            {
                theirs.Add(Sample.Of(Theirs, first));
                ours.Add(Sample.Of(Ours, first));
            }
        }

        return (ours, theirs);
    }

    private static double Score(CancellationModel model, BookingAt[] rows, int first)
    {
        double sum = 0;
        for (var i = first; i < first + Batch; i++)
        {
            sum += model.Probability(rows[i]);
        }

        return sum;
    }

    private static double Score(EnginePeer peer, EngineInput[] inputs, EngineOutput output, int first)
    {
        double sum = 0;
        for (var i = first; i < first + Batch; i++)
        {
            peer.Engine.Predict(inputs[i], ref output);
            sum += output.Probability;
        }

        return sum;
    }

    // In log-odds, relative where they are large: ML.NET adds up in single precision.
    private static double Difference(EnginePeer peer, BookingAt[] rows, EngineInput[] inputs)
    {
        var output = new EngineOutput();
        var worst = 0.0;
        for (var i = 0; i < rows.Length; i++)
        {
            var ours = CancellationModel.LogOdds(peer.Model.Probability(rows[i]));
            peer.Engine.Predict(inputs[i], ref output);
            worst = Math.Max(worst, Math.Abs(ours - output.Score) / Math.Max(1, Math.Abs(ours)));
        }

        return worst;
    }

    private readonly record struct Sample(double Nanoseconds, long Bytes)
    {
        public static Sample Of(Action<int> run, int first)
        {
            var bytes = GC.GetAllocatedBytesForCurrentThread();
            var started = TimeProvider.System.GetTimestamp();
            run(first);
            var elapsed = TimeProvider.System.GetElapsedTime(started);
            return new Sample(elapsed.TotalNanoseconds / Batch, GC.GetAllocatedBytesForCurrentThread() - bytes);
        }
    }
}
