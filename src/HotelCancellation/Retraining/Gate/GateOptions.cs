using System.ComponentModel.DataAnnotations;

namespace HotelCancellation.Retraining.Gate;

/// <summary>What a challenger must show to become champion. Section <c>Gate</c>.</summary>
public sealed class GateOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Gate";

    /// <summary>Bootstrap samples drawn for an interval.</summary>
    /// <value>Default: 2000.</value>
    [Range(200, 100_000, ErrorMessage = "Gate:Rounds must be 200 to 100000.")]
    public int Rounds { get; set; } = 2000;

    /// <summary>The confidence of the verdict: half of what it lacks to 1 is the chance that a model which is only as good counts as better.</summary>
    /// <value>Default: 0.95.</value>
    [Range(0.5, 0.9999, ErrorMessage = "Gate:Confidence must be 0.5 to 0.9999.")]
    public double Confidence { get; set; } = 0.95;

    /// <summary>The share of that chance that goes to cost; the Brier score, which tells more by the row, has the rest.</summary>
    /// <value>Default: 0.2.</value>
    [Range(0.0, 0.9, ErrorMessage = "Gate:CostShare must be 0 to 0.9.")]
    public double CostShare { get; set; } = 0.2;

    /// <summary>By how much the Brier score may be worse where cost is better.</summary>
    /// <value>Default: 0.002.</value>
    [Range(0.0, 0.1, ErrorMessage = "Gate:BrierTolerance must be 0 to 0.1.")]
    public double BrierTolerance { get; set; } = 0.002;

    /// <summary>By how much, as a share of the champion's, cost may be worse where the Brier score is better.</summary>
    /// <value>Default: 0.05.</value>
    [Range(0.0, 1.0, ErrorMessage = "Gate:CostTolerance must be 0 to 1.")]
    public double CostTolerance { get; set; } = 0.05;

    /// <summary>Days that a challenger must have learned more than the champion to take its place without being better by more than chance; 0 for never.</summary>
    /// <value>Default: 14.</value>
    [Range(0, 3650, ErrorMessage = "Gate:RefreshDays must be 0 to 3650.")]
    public int RefreshDays { get; set; } = 14;

    /// <summary>By how much the Brier score of such a challenger may be worse at most, by its interval.</summary>
    /// <value>Default: 0.005.</value>
    [Range(0.0, 0.1, ErrorMessage = "Gate:RefreshTolerance must be 0 to 0.1.")]
    public double RefreshTolerance { get; set; } = 0.005;

    /// <summary>What a cancellation costs that was not foretold, as a share of the stay's value.</summary>
    /// <value>Default: 1.</value>
    [Range(0.0, 100.0, ErrorMessage = "Gate:MissedCost must be 0 to 100.")]
    public double MissedCost { get; set; } = 1;

    /// <summary>What a cancellation costs that was foretold and did not come, as a share of the stay's value.</summary>
    /// <value>Default: 0.6, so that calling is worth it from a probability of 0.375 on, near where F1 is best.</value>
    [Range(0.0, 100.0, ErrorMessage = "Gate:FalseAlarmCost must be 0 to 100.")]
    public double FalseAlarmCost { get; set; } = 0.6;

    /// <summary>The fewest paired rows that a verdict is given on.</summary>
    /// <value>Default: 500.</value>
    [Range(100, 10_000_000, ErrorMessage = "Gate:MinRows must be 100 to 10000000.")]
    public int MinRows { get; set; } = 500;

    /// <summary>The fewest rows of a property that is judged by itself.</summary>
    /// <value>Default: 100.</value>
    [Range(20, 1_000_000, ErrorMessage = "Gate:PropertyRows must be 20 to 1000000.")]
    public int PropertyRows { get; set; } = 100;

    /// <summary>By how much the Brier score of a property may be worse, where it is worse by more than chance.</summary>
    /// <value>Default: 0.005.</value>
    [Range(0.0, 0.5, ErrorMessage = "Gate:PropertyTolerance must be 0 to 0.5.")]
    public double PropertyTolerance { get; set; } = 0.005;

    /// <summary>How far the sum of probabilities may be from the cancellations that came, as a share of those.</summary>
    /// <value>Default: 0.2: the level of cancellations moves by so much within months, which nothing known on the day tells.</value>
    [Range(0.0, 1.0, ErrorMessage = "Gate:LevelTolerance must be 0 to 1.")]
    public double LevelTolerance { get; set; } = 0.2;

    /// <summary>The calibration error that is allowed beyond what chance makes of a perfect model.</summary>
    /// <value>Default: 0.06.</value>
    [Range(0.0, 0.5, ErrorMessage = "Gate:CalibrationTolerance must be 0 to 0.5.")]
    public double CalibrationTolerance { get; set; } = 0.06;

    /// <summary>The error of the weekly number of cancellations that is allowed beyond what chance makes of a perfect model, as a share of those.</summary>
    /// <value>Default: 0.2.</value>
    [Range(0.0, 1.0, ErrorMessage = "Gate:CountTolerance must be 0 to 1.")]
    public double CountTolerance { get; set; } = 0.2;

    /// <summary>How far apart, on average, the probabilities of the challenger and of its twin may be. The challenger knows the outcomes of the rows, so that they are never equal.</summary>
    /// <value>Default: 0.15.</value>
    [Range(0.0, 1.0, ErrorMessage = "Gate:TwinTolerance must be 0 to 1.")]
    public double TwinTolerance { get; set; } = 0.15;

    /// <summary>How many times as long as the champion a row may take.</summary>
    /// <value>Default: 3.</value>
    [Range(1.0, 1000.0, ErrorMessage = "Gate:LatencyFactor must be 1 to 1000.")]
    public double LatencyFactor { get; set; } = 3;

    /// <summary>A champion that is faster counts as taking so long, nanoseconds: nobody notices the difference.</summary>
    /// <value>Default: 5,000.</value>
    [Range(0.0, 1e9, ErrorMessage = "Gate:FreeRowNanoseconds must be 0 to 1000000000.")]
    public double FreeRowNanoseconds { get; set; } = 5_000;

    /// <summary>The longest that a row may take, nanoseconds.</summary>
    /// <value>Default: 1,000,000.</value>
    [Range(1_000.0, 1e9, ErrorMessage = "Gate:MaxRowNanoseconds must be 1000 to 1000000000.")]
    public double MaxRowNanoseconds { get; set; } = 1_000_000;

    /// <summary>How many times as large as the champion a bundle may be.</summary>
    /// <value>Default: 4.</value>
    [Range(1.0, 1000.0, ErrorMessage = "Gate:SizeFactor must be 1 to 1000.")]
    public double SizeFactor { get; set; } = 4;

    /// <summary>A champion that is smaller counts as having so many bytes.</summary>
    /// <value>Default: 1,000,000.</value>
    [Range(0L, 10_000_000_000L, ErrorMessage = "Gate:FreeBytes must be 0 to 10000000000.")]
    public long FreeBytes { get; set; } = 1_000_000;

    /// <summary>The largest that a bundle may be, bytes.</summary>
    /// <value>Default: 100,000,000.</value>
    [Range(100_000L, 10_000_000_000L, ErrorMessage = "Gate:MaxBytes must be 100000 to 10000000000.")]
    public long MaxBytes { get; set; } = 100_000_000;

    /// <summary>The area under the curve from which on a feature alone foretells outcomes implausibly well.</summary>
    /// <value>Default: 0.9.</value>
    [Range(0.5, 1.0, ErrorMessage = "Gate:LeakAuc must be 0.5 to 1.")]
    public double LeakAuc { get; set; } = 0.9;

    /// <summary>The share of a model's importance from which on a single feature holds implausibly much.</summary>
    /// <value>Default: 0.5.</value>
    [Range(0.05, 1.0, ErrorMessage = "Gate:LeakImportance must be 0.05 to 1.")]
    public double LeakImportance { get; set; } = 0.5;
}
