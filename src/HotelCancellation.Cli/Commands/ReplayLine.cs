using System.Text.Json.Serialization;
using HotelCancellation.Simulation.Replays;
using HotelCancellation.Training;

namespace HotelCancellation.Cli.Commands;

/// <summary>The JSON of one task of <c>replay</c>.</summary>
internal sealed record ReplayLine
{
    public required string Task { get; init; }

    public required int N { get; init; }

    public required double Base { get; init; }

    public required double MeanP { get; init; }

    public required double Auc { get; init; }

    public required double Ap { get; init; }

    public required double Brier { get; init; }

    public required double LogLoss { get; init; }

    [JsonPropertyName("f1_at_half")]
    public required double F1AtHalf { get; init; }

    [JsonPropertyName("f1_best")]
    public required double F1Best { get; init; }

    public double? WapeNight { get; init; }

    public double? WapeWeek { get; init; }

    [JsonPropertyName("wape_30_nights")]
    public double? Wape30Nights { get; init; }

    public double? EstimatedAuc { get; init; }

    public double? EstimatedBrier { get; init; }

    public double? AucLow { get; init; }

    public double? AucHigh { get; init; }

    public double? BrierLow { get; init; }

    public double? BrierHigh { get; init; }

    public IReadOnlyDictionary<string, ReplayLine>? ByProperty { get; init; }

    public IReadOnlyDictionary<string, ReplayLine>? ByHalf { get; init; }

    public IReadOnlyDictionary<string, ReplayLine>? ByMonth { get; init; }

    public double? Seconds { get; init; }

    public static ReplayLine Of(string task, ReplayReport report, double seconds) => Of(task, report.Overall).With(report.Wape) with
    {
        ByProperty = By(task, report.ByProperty),
        ByHalf = By(task, report.ByHalf),
        ByMonth = report.ByMonth.ToDictionary(m => m.Key, m => Of(task, m.Value).With(report.WapeByMonth.TryGetValue(m.Key, out var wape) ? wape : null).With(report.EstimateByMonth[m.Key]), StringComparer.Ordinal),
        Seconds = seconds,
    };

    private ReplayLine With(WapeFigures? wape) => wape is not { } w ? this : this with { WapeNight = Finite(w.Night), WapeWeek = Finite(w.Week), Wape30Nights = Finite(w.All) };

    private ReplayLine With(MonthEstimate e) => this with
    {
        EstimatedAuc = Finite(e.EstimatedAuc),
        EstimatedBrier = Finite(e.EstimatedBrier),
        AucLow = Finite(e.Auc.Low),
        AucHigh = Finite(e.Auc.High),
        BrierLow = Finite(e.Brier.Low),
        BrierHigh = Finite(e.Brier.High),
    };

    private static Dictionary<string, ReplayLine> By(string task, IReadOnlyDictionary<string, BinaryMetrics> metrics) =>
        metrics.ToDictionary(m => m.Key, m => Of(task, m.Value), StringComparer.Ordinal);

    private static ReplayLine Of(string task, BinaryMetrics m) => new()
    {
        Task = task,
        N = m.N,
        Base = m.Base,
        MeanP = m.MeanP,
        Auc = m.Auc,
        Ap = m.Ap,
        Brier = m.Brier,
        LogLoss = m.LogLoss,
        F1AtHalf = m.F1AtHalf,
        F1Best = m.F1Best,
    };

    private static double? Finite(double value) => double.IsFinite(value) ? value : null;
}
