using System.Globalization;
using HotelCancellation.Bookings;
using HotelCancellation.Features;
using HotelCancellation.Model;
using Microsoft.ML;

namespace HotelCancellation.Benchmarks.Row;

/// <summary>
/// From a booking's fields to its probability, one row at a time on one thread: the product's model against ML.NET's
/// <c>PredictionEngine</c> over the same trees.
/// </summary>
internal sealed class RowBench(BenchPlan plan, Action<FormattableString> say)
{
    private const double LargestDifference = 1e-6;

    public void Run(Figures figures)
    {
        var bookings = BenchPlan.Bookings();
        var (early, late) = Training.TimeSplit.At(bookings, BenchPlan.Split);
        say($"Training {BenchPlan.Trees} trees of {BenchPlan.Leaves} leaves on {early.Count} bookings, kept in ML.NET and taken out of it ...");
        var peer = EnginePeer.OfTheBenchmarks(early);
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

        var groups = Batches.Measure(contenders, rows.Length, plan.RowGroups);
        figures.Add("row_trees", peer.Model.Ensemble.TreeCount, string.Create(CultureInfo.InvariantCulture, $"trees of {(double)peer.Model.Ensemble.LeafValue.Length / peer.Model.Ensemble.TreeCount:0.0} leaves on average"));
        figures.Add("row_ns", Median.Of(groups.Select(g => g[0].Nanoseconds)), "ns a row, booking's fields to probability, the product");
        figures.Add("prediction_engine_ns", Median.Of(groups.Select(g => g[1].Nanoseconds)), "ns a row, the same trees in ML.NET's PredictionEngine");
        Batches.AddSpeedup(figures, "row_speedup", [.. groups.Select(g => g[1].Nanoseconds / g[0].Nanoseconds)]);
        if (plan.WithOneHot)
        {
            figures.Add("prediction_engine_one_hot_ns", Median.Of(groups.Select(g => g[2].Nanoseconds)), "ns a row, as many trees on one-hot columns in a PredictionEngine");
            Batches.AddSpeedup(figures, "row_speedup_one_hot", [.. groups.Select(g => g[2].Nanoseconds / g[0].Nanoseconds)]);
        }

        figures.Add("row_alloc_bytes", groups.Average(g => g[0].Bytes), "bytes allocated a row, the product");
        figures.Add("prediction_engine_alloc_bytes", groups.Average(g => g[1].Bytes), "bytes allocated a row, ML.NET with the same trees");
    }

    private static double Score(CancellationModel model, BookingAt[] rows, int first)
    {
        double sum = 0;
        for (var i = first; i < first + Batches.Size; i++)
        {
            sum += model.Probability(rows[i]);
        }

        return sum;
    }

    private static double Score(PredictionEngine<EngineInput, EngineOutput> engine, EngineInput[] inputs, EngineOutput output, int first)
    {
        double sum = 0;
        for (var i = first; i < first + Batches.Size; i++)
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
}
