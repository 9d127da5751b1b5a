namespace HotelCancellation.Model;

/// <summary>What one feature adds to a prediction.</summary>
/// <param name="Feature">The feature's name.</param>
/// <param name="Value">Its value, as a person would write it.</param>
/// <param name="Contribution">In log-odds; positive makes a cancellation more likely.</param>
/// <param name="Text">The same in a sentence.</param>
public sealed record Reason(string Feature, string Value, double Contribution, string Text);

/// <summary>Why a prediction is what it is: <c>Baseline + sum of contributions + CalibrationTerm</c> = log-odds of the probability.</summary>
/// <param name="Baseline">Mean of the model over its training rows, in log-odds.</param>
/// <param name="Reasons">Every feature, the largest absolute contribution first.</param>
/// <param name="CalibrationTerm">What calibration adds, in log-odds.</param>
public sealed record Explanation(double Baseline, IReadOnlyList<Reason> Reasons, double CalibrationTerm);
