using System.Diagnostics.Metrics;
using HotelCancellation.Platform;
using HotelCancellation.Retraining;
using HotelCancellation.Retraining.Runs;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace HotelCancellation.Tests.Retraining;

public sealed class StuckRunsTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);
    private readonly Lines _lines = new();
    private readonly HotelCancellationMeter _meter = new();
    private readonly StuckRuns _stuck;

    public StuckRunsTests() =>
        _stuck = new StuckRuns(new RetrainingMetrics(_meter), new FakeTimeProvider(Now), Options.Create(new RetrainingOptions { StuckMinutes = 15 }), _lines);

    [Fact]
    public void Report_RunUnderWay_IsStuckOnceItIsNotHeardOf()
    {
        _stuck.Report([Run("heard", RunStatus.Running, 15), Run("silent", RunStatus.Running, 16)]);

        _lines.ShouldHaveSingleItem().ShouldBe("Run silent is stuck: it is Running, and nothing was heard of it since 2026-05-01 11:44:00Z. Its step is train.");
    }

    [Fact]
    public void Report_RunThatWaitsForATime_IsStuckOnceThatIsLongPast()
    {
        _stuck.Report(
        [
            Run("days", RunStatus.Suspended, 5_000) with { WakeAt = Now.AddDays(1) },
            Run("word", RunStatus.Suspended, 5_000),
            Run("forgotten", RunStatus.Suspended, 5_000) with { WakeAt = Now.AddMinutes(-16) },
        ]);

        _lines.ShouldHaveSingleItem().ShouldStartWith("Run forgotten is stuck: it is Suspended");
    }

    [Fact]
    public void Report_RunThatWaitsItsTurn_IsStuckWhereNobodyIsInItsPlace()
    {
        _stuck.Report([Run("first", RunStatus.Running, 1), Run("second", RunStatus.Waiting, 600), Run("alone", RunStatus.Waiting, 600) with { Kind = RunKind.Rollout }]);

        _lines.ShouldHaveSingleItem().ShouldStartWith("Run alone is stuck: it is Waiting");
    }

    [Fact]
    public void Report_Runs_AreCountedInTheMetrics()
    {
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, own) =>
        {
            if (ReferenceEquals(instrument.Meter, _meter.Meter) && instrument.Name.StartsWith("hotelcancel.runs", StringComparison.Ordinal))
            {
                own.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => seen[$"{instrument.Name}{string.Concat(tags.ToArray().Select(t => $" {t.Value}"))}"] = value);
        listener.Start();

        _stuck.Report([Run("heard", RunStatus.Running, 1), Run("silent", RunStatus.Running, 16), Run("forgotten", RunStatus.Waiting, 16) with { Group = "other" }]);
        listener.RecordObservableInstruments();

        seen["hotelcancel.runs.stuck"].ShouldBe(2);
        (seen["hotelcancel.runs.open Retraining"], seen["hotelcancel.runs.open Rollout"]).ShouldBe((3, 0));
    }

    public void Dispose() => _meter.Dispose();

    private static RunRecord Run(string id, RunStatus status, int silentMinutes) => new()
    {
        Id = id,
        Kind = RunKind.Retraining,
        WorkflowVersion = 1,
        Group = "all",
        Status = status,
        Step = "train",
        Created = Now.AddDays(-30),
        Updated = Now.AddMinutes(-silentMinutes),
        By = "tester",
        Reason = "a test",
        Input = "{}",
    };

    private sealed class Lines : List<string>, ILogger<StuckRuns>
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Add(formatter(state, exception));
    }
}
