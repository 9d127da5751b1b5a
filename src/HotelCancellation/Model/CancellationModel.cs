using HotelCancellation.Features;

namespace HotelCancellation.Model;

/// <summary>Encoder, ensemble, calibration and decision rule: everything that turns a booking into an answer. Immutable.</summary>
public sealed class CancellationModel
{
    private const int LargestStackRow = 256;
    private readonly double _baseline;

    /// <summary>Puts the parts together.</summary>
    /// <exception cref="ArgumentException">The ensemble wants another number of features than the encoder makes.</exception>
    public CancellationModel(FeatureEncoder encoder, TreeEnsemble ensemble, Calibration calibration, DecisionRule rule)
    {
        if (encoder.Width != ensemble.FeatureCount)
        {
            throw new ArgumentException($"The encoder makes {encoder.Width} features; the ensemble wants {ensemble.FeatureCount}.", nameof(ensemble));
        }

        (Encoder, Ensemble, Calibration, Rule) = (encoder, ensemble, calibration, rule);
        _baseline = ensemble.Baseline();
    }

    /// <summary>The encoder.</summary>
    public FeatureEncoder Encoder { get; }

    /// <summary>The trees.</summary>
    public TreeEnsemble Ensemble { get; }

    /// <summary>The calibration.</summary>
    public Calibration Calibration { get; }

    /// <summary>The decision rule.</summary>
    public DecisionRule Rule { get; }

    /// <summary>The calibrated probability that the booking is cancelled, strictly between 0 and 1.</summary>
    public double Probability(BookingAt at)
    {
        Span<float> row = Encoder.Width <= LargestStackRow ? stackalloc float[LargestStackRow] : new float[Encoder.Width];
        Encoder.Encode(at, row);
        return Sigmoid(Calibration.Apply(Ensemble.Score(row)));
    }

    /// <summary>Why the probability is what it is.</summary>
    public Explanation Explain(BookingAt at)
    {
        var row = new float[Encoder.Width];
        Encoder.Encode(at, row);
        var contributions = new double[Encoder.Width];
        TreeShap.Explain(Ensemble, row, contributions);
        var reasons = new Reason[Encoder.Width];
        for (var i = 0; i < reasons.Length; i++)
        {
            var name = Encoder.Features[i].Name;
            var value = Encoder.Describe(i, at);
            reasons[i] = new Reason(name, value, contributions[i], ReasonText.For(Encoder.Phrase(i, value), contributions[i]));
        }

        Array.Sort(reasons, (a, b) => Math.Abs(b.Contribution).CompareTo(Math.Abs(a.Contribution)));
        return new Explanation(_baseline, reasons, Calibration.Apply(Ensemble.Score(row)) - _baseline - contributions.Sum());
    }

    /// <summary>The probability of log-odds, kept away from 0 and 1 by 1e-9 so that its log-odds stay finite.</summary>
    public static double Sigmoid(double logOdds) => Math.Clamp(1 / (1 + Math.Exp(-logOdds)), 1e-9, 1 - 1e-9);

    /// <summary>The log-odds of a probability.</summary>
    public static double LogOdds(double probability) => Math.Log(probability / (1 - probability));
}
