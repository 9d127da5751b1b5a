using HotelCancellation.Bookings;

namespace HotelCancellation.Simulation;

/// <summary>
/// The bookings of <see cref="BookingGenerator"/> as events, as the hotels would send them: each booking's life, all hotels
/// together, by day of sending. Within a day what was delayed comes first; undelayed events of one booking are in the order of
/// its life. Every event has an id of its own, <c>PROPERTY.BOOKING.NUMBER</c>, which a repeat has too. The last event of each
/// booking says what its row of <see cref="BookingGenerator.Events"/> says. Only what is alive is held in memory.
/// </summary>
public sealed class BookingEventStream
{
    // Lives wait for nothing longer than the lead time, and then a stay of the longest kind.
    private const int LongestWaitDays = LeadTimeModel.MaxDays + 60;

    private readonly GeneratorOptions _bookings;
    private readonly EventStreamOptions _options;

    /// <summary>A stream.</summary>
    /// <param name="bookings">
    /// Which bookings. With a <see cref="GeneratorOptions.HorizonDate"/> the stream ends with the messages of that day; without, with
    /// the last booking's last message.
    /// </param>
    /// <param name="options">How they are sent.</param>
    /// <exception cref="ArgumentException">A setting is out of range; the message names it, its value and the range.</exception>
    public BookingEventStream(GeneratorOptions bookings, EventStreamOptions options)
    {
        ArgumentNullException.ThrowIfNull(bookings);
        ArgumentNullException.ThrowIfNull(options);
        if (bookings.Problems().Concat(options.Problems()).ToList() is { Count: > 0 } problems)
        {
            throw new ArgumentException(string.Join(' ', problems), nameof(options));
        }

        (_bookings, _options) = (bookings, options);
    }

    /// <summary>The events in the order they are sent, repeats among them. Every enumeration is the same.</summary>
    public IEnumerable<BookingEvent> Events() => Sent().Select(s => s.Event);

    /// <summary>The same, with the days of sending.</summary>
    public IEnumerable<SentEvent> Sent()
    {
        var feed = new FeedFault(_bookings);
        var root = new SplitMix64(SplitMix64.Mix((ulong)_options.Seed)).Fork(6);
        var lives = new DayQueue<BookingLife>(LongestWaitDays);
        var delayed = new DayQueue<SentEvent>(2 * EventStreamOptions.LongestDelayDays);
        using var born = new BookingGenerator(_bookings with { HorizonDate = null }).Generate().GetEnumerator();
        var more = born.MoveNext();
        for (var day = _bookings.From; (more || lives.Count > 0 || delayed.Count > 0) && !(day > _bookings.HorizonDate); day = day.AddDays(1))
        {
            for (; more && born.Current.Event.Booking.BookedOn == day; more = born.MoveNext())
            {
                var last = born.Current.Event;
                lives.Add(day, new BookingLife(last, _options.ModifiedShare, root.Fork(StableHash.Of(last.Booking.PropertyId.Value)).Fork(StableHash.Of(last.Booking.BookingId.Value))));
            }

            foreach (var sent in delayed.Take(day))
            {
                yield return sent;
            }

            foreach (var waiting in lives.Take(day))
            {
                var life = waiting;
                var happened = feed.Apply(life.Next());
                if (life.NextOn is { } next)
                {
                    lives.Add(next, life);
                }

                foreach (var sent in Send(happened, root.Fork(StableHash.Of(happened.EventId!))))
                {
                    if (sent.SentOn == day)
                    {
                        yield return sent;
                    }
                    else
                    {
                        delayed.Add(sent.SentOn, sent);
                    }
                }
            }
        }
    }

    private IEnumerable<SentEvent> Send(BookingEvent happened, SplitMix64 random)
    {
        // Drawn in this order whatever the settings, so that more repeats do not make other events late.
        var late = random.Chance(_options.LateShare);
        var delay = 1 + random.NextInt(_options.MaxDelayDays);
        var sentOn = happened.StatusDate.AddDays(late ? delay : 0);
        yield return new SentEvent(happened, sentOn, IsRepeat: false);
        if (random.Chance(_options.RepeatedShare))
        {
            yield return new SentEvent(happened, sentOn.AddDays(random.NextInt(_options.MaxDelayDays + 1)), IsRepeat: true);
        }
    }
}
