using HotelCancellation.Bookings;

namespace HotelCancellation.Features;

/// <summary>How the value of a feature becomes a number for the model.</summary>
public enum FeatureEncoding
{
    /// <summary>As it is.</summary>
    Number,

    /// <summary>
    /// A category's place in the order of its smoothed cancellation rate at training; 0 where the value is missing and 1
    /// where training had not seen it.
    /// </summary>
    Rank,

    /// <summary>The smoothed cancellation rate of the category's value at training; the overall rate where it was not seen.</summary>
    Rate,

    /// <summary>The number of training bookings with the category's value; 0 where it was not seen.</summary>
    Count,
}

/// <summary>One feature: what it is, when it is known, and how it is computed. Defined once, for training and serving alike.</summary>
public sealed record FeatureDefinition
{
    /// <summary>Its name, unique, camelCase.</summary>
    public required string Name { get; init; }

    /// <summary>How its value becomes a number.</summary>
    public FeatureEncoding Encoding { get; init; }

    /// <summary>When its value is first known.</summary>
    public required KnownAt KnownAt { get; init; }

    /// <summary>Its unit and range, in words.</summary>
    public required string Unit { get; init; }

    /// <summary>What it is, or for a value that is known later, why it leaks.</summary>
    public required string Description { get; init; }

    /// <summary>The feature with its value in words, with {0} in the value's place, such as <c>A lead time of {0} days</c>.</summary>
    public string Phrase { get; init; } = "{0}";

    /// <summary>Whether its value depends on the bookings around the booking: <see cref="Store.BookingContext"/>.</summary>
    public bool NeedsContext { get; init; }

    /// <summary>Computes the value of a <see cref="FeatureEncoding.Number"/>.</summary>
    internal Func<BookingAt, float>? Number { get; init; }

    /// <summary>Reads the value of a category.</summary>
    internal Func<Booking, string?>? Category { get; init; }
}
