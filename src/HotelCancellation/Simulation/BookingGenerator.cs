using HotelCancellation.Bookings;

namespace HotelCancellation.Simulation;

/// <summary>
/// Bookings of a simulated hotel group, as data for demonstrations and tests. Their shares, lead times, prices and cancellations
/// resemble those of the public data (N. Antonio, A. de Almeida, L. Nunes, <i>Hotel booking demand datasets</i>, Data in Brief 22
/// (2019) 41-49); no row of it is in them.
/// </summary>
public sealed class BookingGenerator
{
    private readonly GeneratorOptions _options;

    /// <summary>A generator.</summary>
    /// <param name="options">What to generate.</param>
    /// <exception cref="ArgumentException">A setting is out of range; the message names it, its value and the range.</exception>
    public BookingGenerator(GeneratorOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Problems() is { Count: > 0 } problems)
        {
            throw new ArgumentException(string.Join(' ', problems), nameof(options));
        }

        _options = options;
    }

    /// <summary>
    /// One row a booking, by day of booking and then by hotel, with its outcome, as the hotels' systems tell it (see
    /// <see cref="DriftKind.Feed"/>). Every enumeration is the same.
    /// </summary>
    public IEnumerable<BookingEvent> Events()
    {
        var feed = new FeedFault(_options);
        return Generate().Select(g => feed.Apply(g.Event));
    }

    /// <summary>The same rows as they truly are, with the true probabilities.</summary>
    public IEnumerable<GeneratedBooking> Generate()
    {
        var hotels = new PropertySimulator[_options.Properties];
        for (var i = 0; i < hotels.Length; i++)
        {
            hotels[i] = new PropertySimulator(_options, i);
        }

        for (var day = 0; day < _options.Days; day++)
        {
            foreach (var hotel in hotels)
            {
                foreach (var booking in hotel.Day(_options.From.AddDays(day)))
                {
                    yield return _options.HorizonDate is { } horizon ? booking with { Event = AsOf(booking.Event, horizon) } : booking;
                }
            }
        }
    }

    private static BookingEvent AsOf(BookingEvent last, DateOnly horizon)
    {
        if (last.StatusDate <= horizon)
        {
            return last;
        }

        return last.Status == BookingStatus.CheckedOut && last.Booking.ArrivalDate <= horizon
            ? last with { Status = BookingStatus.CheckedIn, StatusDate = last.Booking.ArrivalDate }
            : last with { Status = BookingStatus.Booked, StatusDate = last.Booking.BookedOn };
    }
}
