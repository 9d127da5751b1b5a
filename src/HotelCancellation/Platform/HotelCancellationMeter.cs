using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace HotelCancellation.Platform;

/// <summary>
/// All meters, named and measured after the OpenTelemetry conventions (dotted lower-case names, UCUM units). One instance a
/// process; a host hands <see cref="Name"/> to its exporter.
/// </summary>
public sealed class HotelCancellationMeter : IDisposable
{
    /// <summary>The name of the meter.</summary>
    public const string Name = "HotelCancellation";

    private readonly Meter _meter = new(Name);
    private readonly Counter<long> _predictions;
    private readonly Counter<long> _rejected;
    private readonly Histogram<double> _duration;
    private readonly Counter<long> _shed;
    private readonly Counter<long> _refused;
    private readonly Counter<long> _swaps;
    private readonly Counter<long> _ingested;
    private readonly Counter<long> _compactions;
    private readonly Counter<long> _compacted;
    private readonly Counter<long> _dropped;
    private readonly Counter<long> _contextMissed;
    private readonly Counter<long> _logged;
    private readonly Counter<long> _logDropped;
    private readonly Counter<long> _logFailures;
    private readonly Counter<long> _logCompactions;
    private readonly Counter<long> _monitoringRuns;
    private readonly Counter<long> _alertsTold;
    private readonly Counter<long> _runs;
    private volatile string? _championVersion;
    private volatile int _storageReachable = -1;

    /// <summary>Creates the meters.</summary>
    public HotelCancellationMeter()
    {
        _predictions = _meter.CreateCounter<long>("hotelcancel.predictions", "{prediction}", "Predictions made, by model version and risk band.");
        _rejected = _meter.CreateCounter<long>("hotelcancel.predictions.rejected", "{booking}", "Bookings in bulk input that could not be predicted.");
        _duration = _meter.CreateHistogram(
            "hotelcancel.prediction.duration",
            "s",
            "Time to score one booking, with or without reasons.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [1e-5, 2.5e-5, 5e-5, 1e-4, 2.5e-4, 5e-4, 1e-3, 2.5e-3, 5e-3, 1e-2, 0.1, 1] });
        _shed = _meter.CreateCounter<long>("hotelcancel.requests.shed", "{request}", "Requests that were turned away because as many as may be were being answered or waited, by kind.");
        _refused = _meter.CreateCounter<long>("hotelcancel.model.refused", "{refusal}", "Model versions that were not let in, by version.");
        _swaps = _meter.CreateCounter<long>("hotelcancel.model.swaps", "{swap}", "Times that another champion was let in.");
        _ingested = _meter.CreateCounter<long>("hotelcancel.bookings.events", "{event}", "Booking events taken in, by verdict.");
        _compactions = _meter.CreateCounter<long>("hotelcancel.compactions", "{run}", "Compactions of booking events, by result.");
        _compacted = _meter.CreateCounter<long>("hotelcancel.compaction.events", "{event}", "Booking events that compaction has brought into columnar files.");
        _dropped = _meter.CreateCounter<long>("hotelcancel.drop.files", "{file}", "Dropped files that were dealt with, by status.");
        _contextMissed = _meter.CreateCounter<long>("hotelcancel.features.missed", "{prediction}", "Predictions made without the bookings around, since storage did not answer in time.");
        _logged = _meter.CreateCounter<long>("hotelcancel.predictions.logged", "{prediction}", "Predictions that are durable in the log.");
        _logDropped = _meter.CreateCounter<long>("hotelcancel.predictions.log_dropped", "{prediction}", "Predictions that are not in the log, by reason.");
        _logFailures = _meter.CreateCounter<long>("hotelcancel.predictions.log_failures", "{append}", "Appends to the prediction log that failed.");
        _logCompactions = _meter.CreateCounter<long>("hotelcancel.predictions.log_compactions", "{run}", "Compactions of the prediction log, by result.");
        _monitoringRuns = _meter.CreateCounter<long>("hotelcancel.monitoring.runs", "{run}", "Runs of monitoring, by result.");
        _alertsTold = _meter.CreateCounter<long>("hotelcancel.monitoring.alerts_told", "{alert}", "Alerts that the webhook was told of, by whether it took them.");
        _runs = _meter.CreateCounter<long>("hotelcancel.runs", "{run}", "Runs of workflows that have ended, by kind and outcome.");
        _meter.CreateObservableGauge("hotelcancel.model.info", ObserveModel, "{model}", "1 for the version that is being served.");
        _meter.CreateObservableGauge("hotelcancel.model.loaded", () => _championVersion is null ? 0 : 1, "{model}", "1 while there is a champion to serve.");
        _meter.CreateObservableGauge("hotelcancel.storage.reachable", ObserveStorage, "{storage}", "1 when storage answered when it was last asked, 0 when it did not.");
    }

    /// <summary>The meter itself, by which a test tells this instance from others.</summary>
    internal Meter Meter => _meter;

    /// <summary>Counts a prediction.</summary>
    /// <param name="version">The model's version.</param>
    /// <param name="riskBand">The risk band, as text.</param>
    /// <param name="elapsed">How long it took.</param>
    /// <param name="explained">Whether with reasons.</param>
    internal void Predicted(string version, string riskBand, TimeSpan elapsed, bool explained)
    {
        _predictions.Add(1, new TagList { { "model.version", version }, { "risk_band", riskBand } });
        _duration.Record(elapsed.TotalSeconds, new KeyValuePair<string, object?>("explained", explained));
    }

    /// <summary>Counts a booking in bulk input that could not be predicted.</summary>
    internal void Rejected() => _rejected.Add(1);

    /// <summary>Counts a request that was turned away.</summary>
    /// <param name="kind">What kind of request.</param>
    public void Shed(string kind) => _shed.Add(1, new KeyValuePair<string, object?>("kind", kind));

    /// <summary>Says how long requests wait before they are taken up, in seconds.</summary>
    public void ObserveQueue(Func<double> seconds) => _meter.CreateObservableGauge("hotelcancel.queue.wait", seconds, "s", "How long a request has just waited before it was taken up.");

    /// <summary>Counts a version that was not let in.</summary>
    internal void Refused(string version) => _refused.Add(1, new KeyValuePair<string, object?>("model.version", version));

    /// <summary>Notes that a version is being served.</summary>
    internal void Swapped(string version)
    {
        _championVersion = version;
        _swaps.Add(1);
    }

    /// <summary>Counts a booking event by what became of it.</summary>
    internal void Ingested(string verdict) => _ingested.Add(1, new KeyValuePair<string, object?>("verdict", verdict));

    /// <summary>Counts a compaction by how it ended, and the events that it brought into columnar files.</summary>
    internal void Compacted(string result, long events)
    {
        _compactions.Add(1, new KeyValuePair<string, object?>("result", result));
        _compacted.Add(events);
    }

    /// <summary>Counts a dropped file by what became of it, or a look for files that failed.</summary>
    internal void Dropped(string status) => _dropped.Add(1, new KeyValuePair<string, object?>("status", status));

    /// <summary>Counts predictions that are durable in the log.</summary>
    internal void Logged(int records) => _logged.Add(records);

    /// <summary>Counts predictions that are not in the log, and why.</summary>
    internal void LogDropped(int records, string reason) => _logDropped.Add(records, new KeyValuePair<string, object?>("reason", reason));

    /// <summary>Counts an append to the log that failed.</summary>
    internal void LogFailed() => _logFailures.Add(1);

    /// <summary>Counts a compaction of the log by how it ended.</summary>
    internal void LogCompacted(string result) => _logCompactions.Add(1, new KeyValuePair<string, object?>("result", result));

    /// <summary>Says how many predictions wait to be logged.</summary>
    internal void ObserveLog(Func<int> buffered) =>
        _meter.CreateObservableGauge("hotelcancel.predictions.log_buffered", buffered, "{prediction}", "Predictions in memory that are not in the log yet; a crash would lose them.");

    /// <summary>Counts a run of monitoring by how it ended.</summary>
    internal void MonitoringRan(string result) => _monitoringRuns.Add(1, new KeyValuePair<string, object?>("result", result));

    /// <summary>Counts an alert that the webhook was told of.</summary>
    internal void AlertTold(string result) => _alertsTold.Add(1, new KeyValuePair<string, object?>("result", result));

    /// <summary>Says what monitoring has found.</summary>
    internal void ObserveMonitoring(string name, string unit, string description, Func<IEnumerable<Measurement<double>>> values) =>
        _meter.CreateObservableGauge($"hotelcancel.monitoring.{name}", values, unit, description);

    /// <summary>Counts a run of a workflow by how it ended.</summary>
    internal void RunEnded(string kind, string outcome) => _runs.Add(1, new TagList { { "kind", kind }, { "outcome", outcome } });

    /// <summary>Says how many runs are open, and how many of them are stuck.</summary>
    internal void ObserveRuns(Func<IEnumerable<Measurement<int>>> open, Func<int> stuck)
    {
        _meter.CreateObservableGauge("hotelcancel.runs.open", open, "{run}", "Runs of workflows that have not ended, by kind.");
        _meter.CreateObservableGauge("hotelcancel.runs.stuck", stuck, "{run}", "Runs of workflows that nothing has moved for Retraining:StuckMinutes.");
    }

    /// <summary>Counts a prediction that was made without the bookings around.</summary>
    internal void ContextMissed() => _contextMissed.Add(1);

    /// <summary>Notes whether storage answered.</summary>
    internal void StorageAnswered(bool answered) => _storageReachable = answered ? 1 : 0;

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    private IEnumerable<Measurement<int>> ObserveModel() =>
        _championVersion is { } version ? [new Measurement<int>(1, new KeyValuePair<string, object?>("model.version", version))] : [];

    private IEnumerable<Measurement<int>> ObserveStorage() => _storageReachable is >= 0 and var value ? [new Measurement<int>(value)] : [];
}
