using System.Globalization;
using HotelCancellation.Bookings;
using HotelCancellation.Features;
using HotelCancellation.Model;
using Microsoft.ML;

namespace HotelCancellation.Benchmarks.Row;

/// <summary>
/// From a booking's fields to its probability, one row at a time on one thread: the product's model against ML.NET's
/// <c>PredictionEngine</c> over the same trees. Short batches of both alternate; of each group of batches the fastest counts,
/// so that what else the machine did meanwhile does not.
/// </summary>
internal sealed class RowBench(BenchPlan plan, Action<FormattableString> say)
{
    private const int Batch = 50;
    private const int Group = 40;
    private const double LargestDifference = 1e-6;
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

        var output = new EngineOutput();
        List<Action<int>> contenders = [first => Score(peer.Model, rows, first), first => Score(peer.Engine, inputs, output, first)];
        if (plan.WithOneHot)
        {
            say($"Training the same in a pipeline of ML.NET's own, with one-hot encoding ...");
            var oneHot = OneHotPeer.Train(BenchPlan.Training, early);
            contenders.Add(first => Score(oneHot, inputs, output, first));
        }

        foreach (var contender in contenders)
        {
            var started = TimeProvider.System.GetTimestamp();
            for (var first = 0; TimeProvider.System.GetElapsedTime(started) < WarmUp; first += Batch)
            {
                contender(first % (rows.Length - Batch));
            }
        }

        var groups = Enumerable.Range(0, plan.RowGroups).Select(group => Measure(contenders, rows.Length, group)).ToArray();
        figures.Add("row_trees", peer.Model.Ensemble.TreeCount, string.Create(CultureInfo.InvariantCulture, $"trees of {(double)peer.Model.Ensemble.LeafValue.Length / peer.Model.Ensemble.TreeCount:0.0} leaves on average"));
        figures.Add("row_ns", Median.Of(groups.Select(g => g[0].Nanoseconds)), "ns a row, booking's fields to probability, the product");
        figures.Add("prediction_engine_ns", Median.Of(groups.Select(g => g[1].Nanoseconds)), "ns a row, the same trees in ML.NET's PredictionEngine");
        AddSpeedup(figures, "row_speedup", [.. groups.Select(g => g[1].Nanoseconds / g[0].Nanoseconds)]);
        if (plan.WithOneHot)
        {
            figures.Add("prediction_engine_one_hot_ns", Median.Of(groups.Select(g => g[2].Nanoseconds)), "ns a row, as many trees on one-hot columns in a PredictionEngine");
            AddSpeedup(figures, "row_speedup_one_hot", [.. groups.Select(g => g[2].Nanoseconds / g[0].Nanoseconds)]);
        }

        figures.Add("row_alloc_bytes", groups.Average(g => g[0].Bytes), "bytes allocated a row, the product");
        figures.Add("prediction_engine_alloc_bytes", groups.Average(g => g[1].Bytes), "bytes allocated a row, ML.NET with the same trees");
    }

    private static void AddSpeedup(Figures figures, string key, double[] ratios)
    {
        double Quantile(double share) => ratios.Order().ElementAt((int)(share * (ratios.Length - 1)));
        figures.Add(key, Median.Of(ratios), string.Create(CultureInfo.InvariantCulture, $"median of {ratios.Length} groups' ratios, half of them {Quantile(0.25):0.00} to {Quantile(0.75):0.00}"));
    }

    // All score the same rows one after the other, each of them the first in turns: the next finds the texts in the cache.
    private static Sample[] Measure(List<Action<int>> contenders, int rows, int group)
    {
        var samples = new Sample[contenders.Count];
        Array.Fill(samples, Sample.None);
        for (var batch = 0; batch < Group; batch++)
        {
            var first = ((group * Group) + batch) * Batch % (rows - Batch);
            for (var i = 0; i < contenders.Count; i++)
            {
                var turn = (batch + i) % contenders.Count;
                samples[turn] = samples[turn].With(contenders[turn], first);
            }
        }

        return samples;
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

    private static double Score(PredictionEngine<EngineInput, EngineOutput> engine, EngineInput[] inputs, EngineOutput output, int first)
    {
        double sum = 0;
        for (var i = first; i < first + Batch; i++)
        {
            engine.Predict(inputs[i], ref output);
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

    /// <summary>The fastest batch of a group, and what all of them allocated, for one row.</summary>
    private readonly record struct Sample(double Nanoseconds, double Bytes)
    {
        public static Sample None { get; } = new(double.PositiveInfinity, 0);

        public Sample With(Action<int> run, int first)
        {
            var bytes = GC.GetAllocatedBytesForCurrentThread();
            var started = TimeProvider.System.GetTimestamp();
            run(first);
            var elapsed = TimeProvider.System.GetElapsedTime(started);
            return new Sample(
                Math.Min(Nanoseconds, elapsed.TotalNanoseconds / Batch), Bytes + ((GC.GetAllocatedBytesForCurrentThread() - bytes) / (double)(Batch * Group)));
        }
    }
}
