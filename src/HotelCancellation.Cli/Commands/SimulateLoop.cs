using System.Diagnostics;
using System.Globalization;
using HotelCancellation.Bookings.Events;
using HotelCancellation.Monitoring;
using HotelCancellation.Monitoring.Statistics;
using HotelCancellation.Retraining;
using HotelCancellation.Retraining.Gate;
using HotelCancellation.Simulation.Running;
using HotelCancellation.Training;
using HotelCancellation.Validation;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace HotelCancellation.Cli.Commands;

/// <summary>The closed loop of <c>hotelcancel simulate</c>.</summary>
internal static class SimulateLoop
{
    public static async Task<int> RunAsync(
        IServiceProvider services, IReadOnlyCollection<BookingHistory> histories, DateOnly from, int days, bool json, bool quiet, CancellationToken cancellationToken)
    {
        var options = new LoopOptions { From = from, Days = days, CompareDays = services.GetRequiredService<IOptions<RetrainingOptions>>().Value.CompareDays };
        var run = new LoopRun(
            options, services.GetRequiredService<IOptions<TrainingOptions>>().Value, services.GetRequiredService<IOptions<MonitoringOptions>>().Value,
            services.GetRequiredService<IOptions<GateOptions>>().Value, services.GetRequiredService<BookingValidator>(), services.GetRequiredService<TimeProvider>());
        var started = Stopwatch.GetTimestamp();
        var result = await new Reporter(quiet).RunAsync("Simulating", progress => Task.Run(() => run.Run(histories, new Told(progress), cancellationToken), cancellationToken));
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        if (json)
        {
            JsonLine.Write(new
            {
                From = from,
                Days = days,
                N = result.Questions,
                Base = result.With.Base,
                AucWithLoop = result.With.Auc,
                AucWithoutLoop = result.Without.Auc,
                BrierWithLoop = result.With.Brier,
                BrierWithoutLoop = result.Without.Brier,
                AucGainCi = Ci(result.AucGain),
                BrierGainCi = Ci(result.BrierGain),
                Trainings = result.Trainings.Count,
                Promotions = result.Trainings.Count(t => t.Promoted),
                Runs = result.Trainings,
                Seconds = seconds,
            });
            return ExitCode.Done;
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
            {result.Questions} bookings made from {from:yyyy-MM-dd} on, {days} days, in {seconds:0} s
              AUC   with the loop {result.With.Auc:0.0000}, without {result.Without.Auc:0.0000}: {result.AucGain.Value:+0.0000;-0.0000} ({result.AucGain.Low:0.0000} to {result.AucGain.High:0.0000})
              Brier with the loop {result.With.Brier:0.0000}, without {result.Without.Brier:0.0000}: {result.BrierGain.Value:+0.0000;-0.0000} ({result.BrierGain.Low:0.0000} to {result.BrierGain.High:0.0000})
              trainings {result.Trainings.Count}, promotions {result.Trainings.Count(t => t.Promoted)}
            """));
        foreach (var training in result.Trainings)
        {
            Console.WriteLine($"  {training.Day:yyyy-MM-dd} {string.Join(", ", training.Causes)}: {(training.Promoted ? "promoted" : "refused")}. {training.Verdict}");
        }

        return ExitCode.Done;
    }

    private static double[] Ci(Interval interval) => [interval.Low, interval.High];

    private sealed class Told(IProgress<WorkProgress> progress) : IProgress<(string Stage, double Share)>
    {
        public void Report((string Stage, double Share) value) => progress.Report(new WorkProgress(value.Stage, value.Share));
    }
}
