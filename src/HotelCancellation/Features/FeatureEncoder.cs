using HotelCancellation.Bookings;
using HotelCancellation.Features.Store;

namespace HotelCancellation.Features;

/// <summary>
/// Turns a booking into the model's numbers. The only code that does so: training fits it and encodes with it, the bundle
/// stores it, serving encodes with it. Immutable and safe for many threads.
/// </summary>
public sealed class FeatureEncoder
{
    private readonly FittedFeature[] _features;
    private readonly FeatureDefinition[] _definitions;
    private readonly int[] _categories;

    /// <summary>Creates the encoder of fitted features.</summary>
    /// <exception cref="ArgumentException">A feature is unknown, only known later, or encoded differently than its definition says.</exception>
    public FeatureEncoder(IEnumerable<FittedFeature> features)
    {
        _features = [.. features];
        var (definitions, refusals) = LeakGuard.Select(_features.Select(f => f.Name));
        if (refusals.Count > 0 || definitions.Count != _features.Length)
        {
            throw new ArgumentException(refusals.Count > 0 ? string.Join(' ', refusals) : "A feature is named twice.", nameof(features));
        }

        _definitions = [.. definitions];
        _categories = [.. Enumerable.Range(0, _definitions.Length).Where(i => _definitions[i].Category is not null)];
        NeedsContext = definitions.Any(d => d.NeedsContext);
        for (var i = 0; i < _features.Length; i++)
        {
            if (_features[i].Encoding != _definitions[i].Encoding)
            {
                throw new ArgumentException($"Feature '{_features[i].Name}' is encoded as {_features[i].Encoding}, but this program encodes it as {_definitions[i].Encoding}.", nameof(features));
            }
        }
    }

    /// <summary>The features, in the order of the numbers.</summary>
    public IReadOnlyList<FittedFeature> Features => _features;

    /// <summary>Number of features.</summary>
    public int Width => _features.Length;

    /// <summary>Whether a feature depends on the bookings around the booking.</summary>
    public bool NeedsContext { get; }

    /// <summary>Writes the numbers of one booking, never NaN.</summary>
    /// <param name="at">The booking and the day it is asked about.</param>
    /// <param name="row">At least <see cref="Width"/> long.</param>
    public void Encode(BookingAt at, Span<float> row)
    {
        at = Complete(at);
        for (var i = 0; i < _features.Length; i++)
        {
            var definition = _definitions[i];
            if (definition.Number is { } number)
            {
                row[i] = number(at);
                continue;
            }

            row[i] = Category(i, at.Booking);
        }
    }

    /// <summary>Writes the numbers of the categories alone.</summary>
    /// <param name="booking">The booking.</param>
    /// <param name="row">At least <see cref="Width"/> long, with the other numbers in it.</param>
    internal void EncodeCategories(Booking booking, Span<float> row)
    {
        foreach (var i in _categories)
        {
            row[i] = Category(i, booking);
        }
    }

    /// <summary>The value behind a feature, as a person would write it.</summary>
    /// <param name="index">The feature.</param>
    /// <param name="booking">The booking.</param>
    /// <param name="row">Its numbers, by <see cref="Encode"/>.</param>
    public string Describe(int index, Booking booking, ReadOnlySpan<float> row)
    {
        var definition = _definitions[index];
        return definition.Category is { } category
            ? category(booking) ?? "(none)"
            : row[index].ToString("0.##", System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>The feature with its value in words, such as <c>A lead time of 105 days</c>.</summary>
    public string Phrase(int index, string value) => _definitions[index].Phrase.Replace("{0}", value, StringComparison.Ordinal);

    /// <summary>Names the categories of a booking that training had not seen, one line each.</summary>
    public IReadOnlyList<string> Unseen(Booking booking)
    {
        List<string>? lines = null;
        for (var i = 0; i < _features.Length; i++)
        {
            if (_features[i].Encoding is FeatureEncoding.Rank or FeatureEncoding.Rate
                && _definitions[i].Category!(booking) is { Length: > 0 } value && !_features[i].Values.ContainsKey(value))
            {
                (lines ??= []).Add($"{_features[i].Name}: '{value}' was not seen in training");
            }
        }

        return lines ?? (IReadOnlyList<string>)[];
    }

    private float Category(int index, Booking booking)
    {
        var feature = _features[index];
        var value = _definitions[index].Category!(booking);
        return string.IsNullOrEmpty(value) ? feature.Missing : feature.Values.GetValueOrDefault(value, feature.Unseen);
    }

    private BookingAt Complete(BookingAt at) =>
        NeedsContext && at.Context is null ? at with { Context = new BookingContext(at.Booking, at.AsOf, MemoryLedger.Empty, []) } : at;
}
