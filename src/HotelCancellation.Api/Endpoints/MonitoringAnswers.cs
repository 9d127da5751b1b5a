using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using HotelCancellation.Monitoring.Alerts;
using HotelCancellation.Monitoring.Concept;
using HotelCancellation.Monitoring.Reports;
using HotelCancellation.Monitoring.Runs;
using HotelCancellation.Monitoring.Triggers;

namespace HotelCancellation.Api.Endpoints;

/// <summary>Which report an answer is made of.</summary>
internal abstract record ReportAnswer
{
    /// <summary>The day judged.</summary>
    public required DateOnly Day { get; init; }

    /// <summary>The version judged.</summary>
    public required string ModelVersion { get; init; }

    /// <summary>When the report was made.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The report as a page; null for a key that is bound to properties, since it tells of all.</summary>
    public string? Page { get; init; }

    /// <summary>What was found.</summary>
    public required IReadOnlyList<Finding> Findings { get; init; }

    /// <summary>The report of the same version before it; null where it is the first.</summary>
    public PreviousReport? Previous { get; init; }

    /// <summary>The report that was asked for to compare it with.</summary>
    public AgainstReport? Against { get; init; }

    /// <summary>The days up to it, in a few numbers.</summary>
    public required IReadOnlyList<HistoryPoint> History { get; init; }
}

/// <summary>What has changed since the report before.</summary>
/// <param name="Day">Its day.</param>
/// <param name="Page">Its page.</param>
/// <param name="NewFindings">What it had not found.</param>
/// <param name="GoneFindings">What only it had found.</param>
internal sealed record PreviousReport(DateOnly Day, string? Page, IReadOnlyList<string> NewFindings, IReadOnlyList<string> GoneFindings);

/// <summary>What has changed since any other report.</summary>
/// <param name="Day">Its day.</param>
/// <param name="ModelVersion">Its version; where it is another one, each is compared with its own training.</param>
/// <param name="At">When it was made.</param>
/// <param name="Page">Its page.</param>
/// <param name="NewFindings">What it had not found.</param>
/// <param name="GoneFindings">What only it had found.</param>
/// <param name="Properties">By hotel, all together first: the numbers now and then, and the columns whose PSI has grown most first.</param>
internal sealed record AgainstReport(
    DateOnly Day, string ModelVersion, DateTimeOffset At, string? Page, IReadOnlyList<string> NewFindings, IReadOnlyList<string> GoneFindings, IReadOnlyList<ScopeComparison> Properties);

/// <summary>Whether bookings and guests are as they were in training.</summary>
internal sealed record DriftAnswer : ReportAnswer
{
    /// <summary>By hotel, all together first.</summary>
    public required IReadOnlyList<PropertyDrift> Properties { get; init; }

    /// <summary>What was decided about a training; null for a key that is bound to properties.</summary>
    public TriggerDecision? Decision { get; init; }
}

/// <summary>The drift of a hotel.</summary>
/// <param name="Property">The hotel; null for all together.</param>
/// <param name="Inputs">The bookings made lately, over each window.</param>
/// <param name="Predictions">What was predicted of them.</param>
/// <param name="Concept">Cancellations against those to be expected.</param>
internal sealed record PropertyDrift(string? Property, IReadOnlyList<WindowVerdict> Inputs, PredictionShift? Predictions, ConceptVerdict? Concept);

/// <summary>How right the predictions were.</summary>
internal sealed record PerformanceAnswer : ReportAnswer
{
    /// <summary>By hotel, all together first.</summary>
    public required IReadOnlyList<PropertyPerformance> Properties { get; init; }

    /// <summary>How fast and how reliably predictions were answered on the day; null for a key that is bound to properties.</summary>
    public ServiceReport? Service { get; init; }

    /// <summary>The same of the days up to it; null for a key that is bound to properties.</summary>
    public IReadOnlyList<ServicePoint>? ServiceHistory { get; init; }
}

/// <summary>How right it was at a hotel.</summary>
/// <param name="Property">The hotel; null for all together.</param>
/// <param name="Cohort">The newest arrivals whose outcomes are all known; null where they are too few.</param>
internal sealed record PropertyPerformance(string? Property, CohortReport? Cohort);

/// <summary>Alerts and decisions.</summary>
internal sealed record AlertsAnswer
{
    /// <summary>Those that stand, the most urgent first, then those that are over.</summary>
    public required IReadOnlyList<AlertItem> Alerts { get; init; }

    /// <summary>Whether to train, the last days first; empty for a key that is bound to properties.</summary>
    public required IReadOnlyList<TriggerDecision> Decisions { get; init; }
}

/// <summary>An alert.</summary>
internal sealed record AlertItem
{
    /// <summary>The same for the same thing on every day.</summary>
    public required string Key { get; init; }

    /// <summary>Whether it stands.</summary>
    public required bool Open { get; init; }

    /// <summary>The day it was first found.</summary>
    public required DateOnly OpenedDay { get; init; }

    /// <summary>The last day it was found.</summary>
    public required DateOnly LastDay { get; init; }

    /// <summary>The first day it was not found any more.</summary>
    public DateOnly? ClearedDay { get; init; }

    /// <summary>What was found last.</summary>
    public required Finding Finding { get; init; }

    /// <summary>What the webhook has been told.</summary>
    public required AlertSent Sent { get; init; }

    /// <summary>When it was told last.</summary>
    public DateTimeOffset? SentAt { get; init; }

    /// <summary>The last report that found it.</summary>
    public string? Page { get; init; }

    public static AlertItem Of(Alert alert, bool withPage) => new()
    {
        Key = alert.Key,
        Open = alert.IsOpen,
        OpenedDay = alert.OpenedDay,
        LastDay = alert.LastDay,
        ClearedDay = alert.ClearedDay,
        Finding = alert.Finding,
        Sent = alert.Sent,
        SentAt = alert.SentAt,
        Page = withPage ? MonitoringAnswers.Page(alert.LastDay, alert.ModelVersion) : null,
    };
}

/// <summary>How answers of monitoring are written: as reports are stored.</summary>
internal static class MonitoringAnswers
{
    public static readonly JsonSerializerOptions Options = new(MonitoringJson.Options) { TypeInfoResolver = new DefaultJsonTypeInfoResolver(), DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    public static JsonTypeInfo<T> Type<T>() => (JsonTypeInfo<T>)Options.GetTypeInfo(typeof(T));

    public static string Page(DateOnly day, string version) => string.Create(CultureInfo.InvariantCulture, $"/api/v1/monitoring/reports/{day:yyyy-MM-dd}/{version}");
}
