using System.Text.Json.Serialization;
using HotelCancellation.Retraining;

namespace HotelCancellation.Cli.Commands;

/// <summary>What <c>hotelcancel train --json</c> prints.</summary>
internal sealed record TrainReport
{
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

    public required double CalibrationError { get; init; }

    public required double Threshold { get; init; }

    public required double TrainSeconds { get; init; }

    public required string Version { get; init; }

    public required DateOnly Split { get; init; }

    public required int RowsTrained { get; init; }

    public required long RowsRead { get; init; }

    public required long RowsQuarantined { get; init; }

    public string? Quarantine { get; init; }

    public required string DataFingerprint { get; init; }

    public required bool Registered { get; init; }

    public required bool Promoted { get; init; }

    /// <summary>The report of a run that was not stopped.</summary>
    public static TrainReport Of(TrainingOutcome outcome)
    {
        var (training, manifest) = (outcome.Training!, outcome.Manifest!);
        var metrics = training.Evaluation.Overall;
        return new TrainReport
        {
            N = metrics.N,
            Base = metrics.Base,
            MeanP = metrics.MeanP,
            Auc = metrics.Auc,
            Ap = metrics.Ap,
            Brier = metrics.Brier,
            LogLoss = metrics.LogLoss,
            F1AtHalf = metrics.F1AtHalf,
            F1Best = metrics.F1Best,
            CalibrationError = metrics.CalibrationError,
            Threshold = training.Model.Rule.Threshold,
            TrainSeconds = Math.Round(outcome.Seconds, 3),
            Version = manifest.Version.Value,
            Split = training.Split,
            RowsTrained = training.RowsTrained,
            RowsRead = outcome.Validation.Read,
            RowsQuarantined = outcome.Validation.Rejected,
            Quarantine = outcome.Validation.Quarantine,
            DataFingerprint = manifest.Data.Fingerprint,
            Registered = outcome.Registered,
            Promoted = outcome.Promotion?.Succeeded ?? false,
        };
    }
}
