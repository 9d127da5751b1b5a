using System.Globalization;
using HotelCancellation.Benchmarks.Row;
using HotelCancellation.Bookings;
using HotelCancellation.Features;
using HotelCancellation.Model;
using HotelCancellation.Model.Scoring;
using HotelCancellation.Training;

namespace HotelCancellation.Benchmarks.Bulk;

/// <summary>
/// Many rows at once on all processors: from the fields of bookings to probabilities against ML.NET's <c>Transform</c> over the same trees, by
/// turns, and from ready-made numbers to sums against XGBoost with as many trees and leaves.
/// </summary>
internal sealed class BulkBench(BenchPlan plan, Action<FormattableString> say)
{
    private const double LargestDifference = 1e-6;

    /// <summary>So many that ML.NET takes seconds; the product, which would be done before the scheduler has looked, does them several times.</summary>
    private const int Rows = 40_000;
    private const int Times = 4;

    /// <summary>As often as the peer, which tells its best.</summary>
    private const int DenseTimes = 7;

    public void Run(Figures figures)
    {
        var bookings = BenchPlan.Bookings();
        var (early, _) = TimeSplit.At(bookings, BenchPlan.Split);
        say($"{BenchPlan.Trees} trees of {BenchPlan.Leaves} leaves, trained on {early.Count} bookings, kept in ML.NET and taken out of it ...");
        var peer = EnginePeer.OfTheBenchmarks(early);
        AgainstTransform(figures, peer, bookings);
        AgainstXgboost(figures, FeatureMatrix.AtBooking(peer.Model.Encoder, [.. bookings.Take(XgboostPeer.Rows)]), FeatureMatrix.AtBooking(peer.Model.Encoder, early));
    }

    private void AgainstTransform(Figures figures, EnginePeer peer, IReadOnlyList<BookingEvent> bookings)
    {
        var rows = bookings.Take(Rows).Select(b => new BookingAt(b.Booking, b.Booking.BookedOn)).ToArray();
        var inputs = bookings.Take(Rows).Select(b => EngineInput.Of(b.Booking)).ToArray();
        say($"Comparing {rows.Length} rows, then scoring them {plan.BulkRounds} times by each ...");
        Require(peer.Model.Probabilities(rows), peer.Transform(inputs, nameof(EngineOutput.Score)));
        var parts = inputs.Chunk((inputs.Length + Environment.ProcessorCount - 1) / Environment.ProcessorCount).ToArray();
        Func<double>[] contenders =
        [
            () => Rate.Of(rows.Length * Times, () => { for (var i = 0; i < Times; i++) { peer.Model.Probabilities(rows); } }),
            () => Rate.Of(rows.Length, () => peer.Transform(inputs, nameof(EngineOutput.Probability))),
            () => Rate.Of(rows.Length, () => Parallel.ForEach(parts, part => peer.Transform(part, nameof(EngineOutput.Probability)))),
        ];
        Array.ForEach(contenders, c => c());
        var rounds = Enumerable.Range(0, plan.BulkRounds).Select(round =>
        {
            var rates = new double[contenders.Length];
            for (var i = 0; i < rates.Length; i++)
            {
                var turn = (round + i) % rates.Length;
                rates[turn] = contenders[turn]();
            }

            return rates;
        }).ToArray();
        figures.Add("bulk_rows_per_s", Median.Of(rounds.Select(r => r[0])), "rows/s, bookings' fields to probabilities, the product, all processors");
        figures.Add("transform_rows_per_s", Median.Of(rounds.Select(r => r[1])), "rows/s, the same trees in ML.NET, one Transform of all rows");
        AddRatio(figures, "bulk_speedup", [.. rounds.Select(r => r[0] / r[1])]);
        figures.Add("transform_parallel_rows_per_s", Median.Of(rounds.Select(r => r[2])), "rows/s, the same, a Transform of a part of the rows for each processor");
        AddRatio(figures, "bulk_speedup_parallel", [.. rounds.Select(r => r[0] / r[2])]);
    }

    // Every tree may use every feature, and features have as many bins, as with the peer: the harder case.
    private void AgainstXgboost(Figures figures, FeatureMatrix asked, FeatureMatrix trained)
    {
        say($"Training as many trees over all features and 255 bins, then scoring {asked.Rows} rows of ready-made numbers ...");
        var compiled = CompiledEnsemble.Of(new LightGbmTrainer(BenchPlan.Training with { Bins = 255, FeatureShare = 1 }).Train(trained, default, isExplained: false));
        var scores = new double[asked.Rows];
        double Best() => Rate.BestOf(DenseTimes, scores.Length, () => compiled.ScoreAll(asked.Values, scores));
        Best();
        var before = Best();
        say($"Running the peer (XGBoost) ...");
        var theirs = XgboostPeer.TryMeasure(Environment.ProcessorCount);
        var ours = (before + Best()) / 2;
        figures.Add("bulk_dense_rows_per_s", ours, $"rows/s, ready-made numbers to sums, the product, all processors; the best of {DenseTimes}, before and after the peer");
        if (theirs is not { } rate)
        {
            say($"The XGBoost peer is not here; there is no figure of it.");
            return;
        }

        figures.Add("xgboost_bulk_rows_per_s", rate, $"rows/s, XGBoost, as many trees and leaves, all processors; the best of {DenseTimes}");
        figures.Add("bulk_over_xgboost", ours / rate, "the ratio of these two");
    }

    private static void AddRatio(Figures figures, string key, double[] ratios) =>
        figures.Add(key, Median.Of(ratios), string.Create(CultureInfo.InvariantCulture, $"median of {ratios.Length} rounds' ratios, {ratios.Min():0.00} to {ratios.Max():0.00}"));

    // In log-odds, relative where they are large: ML.NET adds up in single precision.
    private static void Require(double[] ours, float[] theirs)
    {
        for (var i = 0; i < ours.Length; i++)
        {
            var score = CancellationModel.LogOdds(ours[i]);
            if (Math.Abs(score - theirs[i]) > LargestDifference * Math.Max(1, Math.Abs(score)))
            {
                throw new BenchFailedException(string.Create(CultureInfo.InvariantCulture, $"Row {i} scores {score} here and {theirs[i]} in ML.NET: they are not the same model."));
            }
        }
    }
}
