using System.Buffers;
using System.Collections.Frozen;
using HotelCancellation.Bookings;
using HotelCancellation.Features;
using HotelCancellation.Model.Scoring;

namespace HotelCancellation.Model;

/// <summary>Encoder, ensemble, calibration and decision rule: everything that turns a booking into an answer. Immutable.</summary>
public sealed class CancellationModel
{
    private const int LargestStackRow = 256;
    private const int RowsOfAWorker = 256;
    private readonly double _baseline;
    private readonly FrozenDictionary<string, Calibration> _byProperty;

    /// <summary>Puts the parts together.</summary>
    /// <param name="encoder">The encoder.</param>
    /// <param name="ensemble">The trees.</param>
    /// <param name="calibration">The calibration of properties that have none of their own.</param>
    /// <param name="rule">The decision rule.</param>
    /// <param name="byProperty">The calibrations of properties that have one of their own.</param>
    /// <exception cref="ArgumentException">The ensemble wants another number of features than the encoder makes.</exception>
    public CancellationModel(
        FeatureEncoder encoder, TreeEnsemble ensemble, Calibration calibration, DecisionRule rule, IEnumerable<KeyValuePair<string, Calibration>>? byProperty = null)
        : this(encoder, ensemble, CompiledEnsemble.Of(ensemble), calibration, rule, byProperty)
    {
    }

    internal CancellationModel(
        FeatureEncoder encoder, TreeEnsemble ensemble, CompiledEnsemble compiled, Calibration calibration, DecisionRule rule, IEnumerable<KeyValuePair<string, Calibration>>? byProperty)
    {
        ArgumentNullException.ThrowIfNull(encoder);
        if (encoder.Width != ensemble.FeatureCount)
        {
            throw new ArgumentException($"The encoder makes {encoder.Width} features; the ensemble wants {ensemble.FeatureCount}.", nameof(ensemble));
        }

        (Encoder, Ensemble, Compiled, Calibration, Rule) = (encoder, ensemble, compiled, calibration, rule);
        _byProperty = (byProperty ?? []).ToFrozenDictionary(StringComparer.Ordinal);
        _baseline = ensemble.Baseline();
    }

    /// <summary>The encoder.</summary>
    public FeatureEncoder Encoder { get; }

    /// <summary>The trees.</summary>
    public TreeEnsemble Ensemble { get; }

    /// <summary>The trees, ready to score.</summary>
    public CompiledEnsemble Compiled { get; }

    /// <summary>The calibration of properties that have none of their own.</summary>
    public Calibration Calibration { get; }

    /// <summary>The calibrations of properties that have one of their own, by property.</summary>
    public IReadOnlyDictionary<string, Calibration> CalibrationByProperty => _byProperty;

    /// <summary>The calibration of a property.</summary>
    public Calibration CalibrationOf(PropertyId property) => _byProperty.GetValueOrDefault(property.Value, Calibration);

    /// <summary>The same model with other calibrations and another rule.</summary>
    public CancellationModel With(Calibration calibration, IEnumerable<KeyValuePair<string, Calibration>> byProperty, DecisionRule rule) =>
        new(Encoder, Ensemble, Compiled, calibration, rule, byProperty);

    /// <summary>The decision rule.</summary>
    public DecisionRule Rule { get; }

    /// <summary>The calibrated probability that the booking is cancelled, strictly between 0 and 1.</summary>
    public double Probability(BookingAt at)
    {
        Span<float> row = Encoder.Width <= LargestStackRow ? stackalloc float[LargestStackRow] : new float[Encoder.Width];
        return Probability(at, row);
    }

    /// <summary>The same, and the numbers that it comes from.</summary>
    /// <param name="at">The booking and the day.</param>
    /// <param name="row">Gets the numbers; <see cref="FeatureEncoder.Width"/> long.</param>
    public double Probability(BookingAt at, Span<float> row)
    {
        Encoder.Encode(at, row);
        return Sigmoid(CalibrationOf(at.Booking.PropertyId).Apply(Compiled.Score(row)));
    }

    /// <summary>The probabilities of many, the same as of each alone, on all processors.</summary>
    public double[] Probabilities(IReadOnlyList<BookingAt> questions)
    {
        ArgumentNullException.ThrowIfNull(questions);
        var probabilities = new double[questions.Count];
        Parallel.For(0, (probabilities.Length + RowsOfAWorker - 1) / RowsOfAWorker, part =>
        {
            var first = part * RowsOfAWorker;
            var count = Math.Min(RowsOfAWorker, probabilities.Length - first);
            var at = ArrayPool<BookingAt>.Shared.Rent(count);
            var rows = ArrayPool<float>.Shared.Rent(count * Encoder.Width);
            for (var i = 0; i < count; i++)
            {
                at[i] = questions[first + i];
            }

            Probabilities(at.AsSpan(0, count), rows.AsSpan(0, count * Encoder.Width), probabilities.AsSpan(first, count));
            ArrayPool<float>.Shared.Return(rows);
            ArrayPool<BookingAt>.Shared.Return(at, clearArray: true);
        });
        return probabilities;
    }

    /// <summary>The probabilities of some, the same as of each alone, on this thread; and the numbers that they come from.</summary>
    /// <param name="questions">The bookings, each with its day.</param>
    /// <param name="rows">Gets the numbers of one after the other; <see cref="FeatureEncoder.Width"/> for each.</param>
    /// <param name="probabilities">Gets the probabilities.</param>
    public void Probabilities(ReadOnlySpan<BookingAt> questions, Span<float> rows, Span<double> probabilities)
    {
        var width = Encoder.Width;
        for (var i = 0; i < questions.Length; i++)
        {
            Encoder.Encode(questions[i], rows.Slice(i * width, width));
        }

        Compiled.Score(rows[..(questions.Length * width)], probabilities[..questions.Length]);
        for (var i = 0; i < questions.Length; i++)
        {
            probabilities[i] = Sigmoid(CalibrationOf(questions[i].Booking.PropertyId).Apply(probabilities[i]));
        }
    }

    /// <summary>Why the probability is what it is.</summary>
    public Explanation Explain(BookingAt at)
    {
        var row = new float[Encoder.Width];
        Encoder.Encode(at, row);
        return Explain(at.Booking, row);
    }

    /// <summary>Why the probability is what it is, of numbers that were encoded before.</summary>
    /// <param name="booking">The booking that they are of.</param>
    /// <param name="row">The numbers; <see cref="FeatureEncoder.Width"/> long.</param>
    public Explanation Explain(Booking booking, ReadOnlySpan<float> row)
    {
        ArgumentNullException.ThrowIfNull(booking);
        ArgumentOutOfRangeException.ThrowIfNotEqual(row.Length, Encoder.Width, nameof(row));
        var contributions = new double[Encoder.Width];
        TreeShap.Explain(Ensemble, row, contributions);
        var reasons = new Reason[Encoder.Width];
        for (var i = 0; i < reasons.Length; i++)
        {
            var name = Encoder.Features[i].Name;
            var value = Encoder.Describe(i, booking, row);
            reasons[i] = new Reason(name, value, contributions[i], ReasonText.For(Encoder.Phrase(i, value), contributions[i]));
        }

        Array.Sort(reasons, (a, b) => Math.Abs(b.Contribution).CompareTo(Math.Abs(a.Contribution)));
        return new Explanation(_baseline, reasons, CalibrationOf(booking.PropertyId).Apply(Compiled.Score(row)) - _baseline - contributions.Sum());
    }

    /// <summary>The probability of log-odds, kept away from 0 and 1 by 1e-9 so that its log-odds stay finite.</summary>
    public static double Sigmoid(double logOdds) => Math.Clamp(1 / (1 + Math.Exp(-logOdds)), 1e-9, 1 - 1e-9);

    /// <summary>The log-odds of a probability.</summary>
    public static double LogOdds(double probability) => Math.Log(probability / (1 - probability));
}
