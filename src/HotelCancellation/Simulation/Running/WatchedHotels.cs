using HotelCancellation.Bookings;
using HotelCancellation.Bookings.Events;
using HotelCancellation.Features;
using HotelCancellation.Features.Store;
using HotelCancellation.Model;
using HotelCancellation.Monitoring.Concept;
using HotelCancellation.Monitoring.Days;
using HotelCancellation.Monitoring.References;
using HotelCancellation.Validation;

namespace HotelCancellation.Simulation.Running;

/// <summary>
/// Hotels under a model in production, without storage: events are validated and folded, every new booking is predicted with the features that
/// were known on its day of booking, and what monitoring counts is kept by day.
/// </summary>
internal sealed class WatchedHotels
{
    private const int ForgetAfterDays = 10;

    private readonly BookingValidator _validator;
    private readonly Dictionary<(PropertyId, BookingId), WatchedBooking> _bookings = [];
    private readonly Dictionary<DateOnly, MonitoringDay> _days = [];
    private readonly Dictionary<int, List<WatchedBooking>> _arrivals = [];
    private CancellationModel? _model;
    private ModelReference? _reference;
    private GrowingLedger? _ledger;
    private PartySizes _parties = new();

    public WatchedHotels(BookingValidator validator) => _validator = validator;

    /// <summary>The counts, by day.</summary>
    public IReadOnlyDictionary<DateOnly, MonitoringDay> Days => _days;

    /// <summary>Outcomes that have matured.</summary>
    public long Labels { get; private set; }

    /// <summary>Bookings predicted.</summary>
    public long Predicted { get; private set; }

    /// <summary>Events refused by validation.</summary>
    public long Refused { get; private set; }

    /// <summary>What is known, for a training.</summary>
    public IReadOnlyCollection<BookingHistory> Histories => [.. _bookings.Values.Select(b => b.History)];

    /// <summary>Puts a model in charge; only bookings that may still change are kept.</summary>
    public void Use(CancellationModel model, ModelReference reference, MemoryLedger ledger, DateOnly today)
    {
        (_model, _reference, _ledger) = (model, reference, new GrowingLedger(ledger));
        foreach (var booking in _bookings.Values)
        {
            Follow(booking);
            _parties.Add(booking.Made!);
            booking.CountedUntil = today.DayNumber - 1;
        }

        foreach (var booking in _bookings.Values)
        {
            booking.Party = _parties.Of(booking.Made!);
        }

        Forget(today);
        _bookings.TrimExcess();
    }

    /// <summary>Takes in what was sent on a day.</summary>
    public void Take(DateOnly day, IReadOnlyList<BookingEvent> sent)
    {
        var (fresh, changes) = (new List<WatchedBooking>(), new List<LedgerEntry>());
        foreach (var (key, events) in sent.Where(IsAccepted).GroupBy(e => (e.Booking.PropertyId, e.Booking.BookingId)).Select(g => (g.Key, g)))
        {
            var isNew = !_bookings.TryGetValue(key, out var booking);
            booking ??= new WatchedBooking { History = BookingHistory.Empty };
            var (before, after) = (booking.History, booking.History.With(events.Select(KeyedEvent.Of)));
            if (ReferenceEquals(before, after))
            {
                continue;
            }

            if (_ledger is not null)
            {
                changes.AddRange(BookingEntries.Of(after));
                changes.AddRange(BookingEntries.Of(before).Select(e => e with { Counts = -e.Counts }));
            }

            var counted = booking.Made is null ? default : booking.Open;
            booking.History = after;
            if (isNew)
            {
                _bookings.Add(key, booking);
            }

            if (_reference is not null && isNew)
            {
                fresh.Add(booking);
            }
            else if (booking.Made is not null && booking.CountedUntil > 0)
            {
                Correct(booking, counted);
            }
        }

        if (_ledger is not null)
        {
            _ledger.Add(changes);
            Predict(fresh);
        }
    }

    /// <summary>Counts a day that is over, and the arrivals that have matured by then.</summary>
    public void Close(DateOnly day, int matureDays)
    {
        foreach (var booking in _bookings.Values)
        {
            var open = booking.Open;
            booking.Party = booking.Party == 0 ? _parties.Of(booking.Made!) : booking.Party;
            for (var on = Math.Max(open.BookedOn, booking.CountedUntil + 1); on <= Math.Min(open.Last, day.DayNumber); on++)
            {
                Of(on).CountOpen(booking.Made!, booking.Risk, booking.Party, open.IsCancelled && on == open.Last);
                booking.CountedUntil = on;
            }
        }

        var matured = day.AddDays(-matureDays);
        foreach (var booking in _arrivals.Remove(matured.DayNumber, out var arrivals) ? arrivals : [])
        {
            Of(matured.DayNumber).CountOutcome(booking.Made!.PropertyId.Value, booking.Probability, booking.History.State!.Status.IsCancellation());
            Labels++;
        }

        if (day.DayNumber % 7 == 0)
        {
            Forget(day);
        }
    }

    private void Follow(WatchedBooking booking)
    {
        booking.Made = booking.History.Events[0].Event.Booking;
        booking.Risk = _reference!.Pace.RiskOf(booking.Made);
    }

    private bool IsAccepted(BookingEvent sent)
    {
        var accepted = _validator.Check(sent, ValidationMode.History).Accepted;
        Refused += accepted ? 0 : 1;
        return accepted;
    }

    private void Predict(List<WatchedBooking> fresh)
    {
        var rows = new float[fresh.Count][];
        Parallel.For(0, fresh.Count, i =>
        {
            var booking = fresh[i].History.Events[0].Event.Booking;
            rows[i] = new float[_model!.Encoder.Width];
            Follow(fresh[i]);
            fresh[i].IsPredicted = true;
            fresh[i].Probability = _model.Probability(new BookingAt(booking, booking.BookedOn, new BookingContext(booking, booking.BookedOn, _ledger!, [])), rows[i]);
        });
        for (var i = 0; i < fresh.Count; i++)
        {
            var booking = fresh[i].Made!;
            Of(booking.BookedOn.DayNumber).CountBooking(booking, rows[i], fresh[i].Probability, _parties.Add(booking) == 1);
            Predicted++;
            if (!_arrivals.TryGetValue(booking.ArrivalDate.DayNumber, out var arrivals))
            {
                _arrivals.Add(booking.ArrivalDate.DayNumber, arrivals = []);
            }

            arrivals.Add(fresh[i]);
        }
    }

    /// <summary>Mends what was counted of days that a late message tells otherwise.</summary>
    private void Correct(WatchedBooking booking, OpenDays before)
    {
        var now = booking.Open;
        var from = Math.Min(now.Last, before.Last);
        if (now == before || from > booking.CountedUntil)
        {
            return;
        }

        // Taken back as it was, and counted again as it is by the end of the day.
        for (var on = from; on <= Math.Min(before.Last, booking.CountedUntil); on++)
        {
            Of(on).TakeBackOpen(booking.Made!, booking.Risk, booking.Party, before.IsCancelled && on == before.Last);
        }

        booking.CountedUntil = from - 1;
    }

    private void Forget(DateOnly today)
    {
        foreach (var (key, booking) in _bookings.ToList())
        {
            var state = booking.History.State!;
            var ended = state.Status.IsResolved() && !booking.IsPredicted ? state.StatusDate : state.Booking.ArrivalDate;
            if (ended.DayNumber < today.DayNumber - ForgetAfterDays)
            {
                _bookings.Remove(key);
            }
        }

        _ledger?.Forget(today.DayNumber - 1);
        var parties = new PartySizes();
        foreach (var booking in _bookings.Values.Where(b => b.Party == 0))
        {
            parties.Add(booking.Made!);
        }

        _parties = parties;
        foreach (var old in _days.Keys.Where(d => d.DayNumber < today.DayNumber - 120).ToList())
        {
            _days.Remove(old);
        }
    }

    private MonitoringDay Of(int number)
    {
        var day = DateOnly.FromDayNumber(number);
        if (!_days.TryGetValue(day, out var counts))
        {
            _days.Add(day, counts = new MonitoringDay(_reference!, day));
        }

        return counts;
    }
}
