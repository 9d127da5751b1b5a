using HotelCancellation.Bookings;
using HotelCancellation.Bookings.Events;
using HotelCancellation.Features.Store;
using HotelCancellation.Monitoring.Concept;
using HotelCancellation.Monitoring.Days;
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
    private readonly Dictionary<int, List<WatchedBooking>> _arrivals = [];
    private WatchedModel? _model;
    private PartySizes _parties = new();

    public WatchedHotels(BookingValidator validator) => _validator = validator;

    /// <summary>The counts, by day; none before there is a model.</summary>
    public IReadOnlyDictionary<DateOnly, MonitoringDay> Days => _model?.Days.All ?? new Dictionary<DateOnly, MonitoringDay>();

    /// <summary>Outcomes that have matured.</summary>
    public long Labels { get; private set; }

    /// <summary>Bookings predicted.</summary>
    public long Predicted { get; private set; }

    /// <summary>Events refused by validation.</summary>
    public long Refused { get; private set; }

    /// <summary>What is known, for a training.</summary>
    public IReadOnlyCollection<BookingHistory> Histories => [.. _bookings.Values.Select(b => b.History)];

    /// <summary>Puts a model in charge; only bookings that may still change are kept.</summary>
    public void Use(WatchedModel model, DateOnly today)
    {
        _model = model;
        foreach (var booking in _bookings.Values)
        {
            model.Follow(booking);
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

            if (_model is not null)
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

            if (_model is not null && isNew)
            {
                fresh.Add(booking);
            }
            else if (booking.Made is not null && booking.CountedUntil > 0)
            {
                _model!.Days.Correct(booking, counted);
            }
        }

        if (_model is not null)
        {
            _model.Ledger.Add(changes);
            Predict(fresh, _model);
        }
    }

    /// <summary>Counts a day that is over, and the arrivals that have matured by then.</summary>
    public void Close(DateOnly day, int matureDays)
    {
        var days = _model!.Days;
        foreach (var booking in _bookings.Values)
        {
            booking.Party = booking.Party == 0 ? _parties.Of(booking.Made!) : booking.Party;
            days.CountOpen(booking, day.DayNumber);
        }

        var matured = day.AddDays(-matureDays);
        foreach (var booking in _arrivals.Remove(matured.DayNumber, out var arrivals) ? arrivals : [])
        {
            days.Of(matured.DayNumber).CountOutcome(booking.Made!.PropertyId.Value, booking.Probability, booking.History.State!.Status.IsCancellation());
            Labels++;
        }

        if (day.DayNumber % 7 == 0)
        {
            Forget(day);
        }
    }

    private bool IsAccepted(BookingEvent sent)
    {
        var accepted = _validator.Check(sent, ValidationMode.History).Accepted;
        Refused += accepted ? 0 : 1;
        return accepted;
    }

    private void Predict(List<WatchedBooking> fresh, WatchedModel model)
    {
        var rows = model.Predict(fresh);
        for (var i = 0; i < fresh.Count; i++)
        {
            var booking = fresh[i].Made!;
            model.Days.Of(booking.BookedOn.DayNumber).CountBooking(booking, rows[i], fresh[i].Probability, _parties.Add(booking) == 1);
            Predicted++;
            if (!_arrivals.TryGetValue(booking.ArrivalDate.DayNumber, out var arrivals))
            {
                _arrivals.Add(booking.ArrivalDate.DayNumber, arrivals = []);
            }

            arrivals.Add(fresh[i]);
        }
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

        _model!.Ledger.Forget(today.DayNumber - 1);
        _model.Days.Forget(today);
        var parties = new PartySizes();
        foreach (var booking in _bookings.Values.Where(b => b.Party == 0))
        {
            parties.Add(booking.Made!);
        }

        _parties = parties;
    }
}
