using CsCheck;
using HotelCancellation.Bookings;
using HotelCancellation.Bookings.Events;
using HotelCancellation.Tests.Building;

namespace HotelCancellation.Tests.Bookings.Events;

public class BookingHistoryTests
{
    private static readonly DateOnly Day = BookingBuilder.Booking.BookedOn;

    // Few days, prices and ids, so that days, contents and ids often collide.
    private static readonly Gen<BookingEvent> Events = Gen.Select(
        Gen.Enum<BookingStatus>(), Gen.Int[0, 4], Gen.Int[1, 3], Gen.Int[0, 4].Select(i => i < 2 ? null : $"e{i}"),
        (status, day, adr, id) => At(status, day, id) with { Booking = BookingBuilder.Booking with { Adr = adr } });

    private static BookingEvent At(BookingStatus status, int day, string? id = null) => new(BookingBuilder.Booking, status, Day.AddDays(day), id);

    [Fact]
    public void Of_AnyOrderWithDuplicates_IsTheSameHistory() =>
        Gen.Select(Events.Array[1, 12], Gen.Int[0, int.MaxValue]).Sample((events, seed) =>
        {
            var random = new Random(seed);
            var delivered = events.Concat(events.Where(_ => random.Next(10) < 3)).ToArray();
            random.Shuffle(delivered);

            var (a, b) = (BookingHistory.Of(events), BookingHistory.Of(delivered));

            b.Events.ShouldBe(a.Events);
            (b.State! with { Marked = [] }).ShouldBe(a.State! with { Marked = [] });
            b.State!.Marked.ShouldBe(a.State!.Marked);
        });

    [Fact]
    public void With_OneByOne_IsTheSameAsAtOnce() =>
        Events.Array[1, 10].Sample(events =>
        {
            var oneByOne = events.Aggregate(BookingHistory.Empty, (history, each) => history.With([KeyedEvent.Of(each)]));

            oneByOne.Events.ShouldBe(BookingHistory.Of(events).Events);
            oneByOne.With(events.Select(KeyedEvent.Of)).ShouldBeSameAs(oneByOne);
        });

    [Fact]
    public void State_Always_CountsEveryEventOnce() =>
        Events.Array[1, 12].Sample(events =>
        {
            var history = BookingHistory.Of(events);

            (history.State!.Version + history.State.Marked.Count).ShouldBe(history.Events.Count);
            (history.State.Outcome is not null).ShouldBe(history.State.Status.IsResolved());
        });

    [Fact]
    public void StateAsOf_LaterEvents_ChangeNothing() =>
        Gen.Select(Events.Array[1, 12], Gen.Int[0, 5]).Sample((events, day) =>
        {
            var asOf = Day.AddDays(day);
            var before = events.Where(e => e.StatusDate < asOf).ToArray();

            var state = BookingHistory.Of(events).StateAsOf(asOf);

            (state is null).ShouldBe(before.Length == 0);
            if (state is not null)
            {
                (state with { Marked = [] }).ShouldBe(BookingHistory.Of(before).State! with { Marked = [] });
            }
        });

    [Theory]
    [InlineData("booked,modified,cancelled", BookingStatus.Cancelled, 0, 0)]
    [InlineData("booked,checkedIn,checkedOut", BookingStatus.CheckedOut, 0, 0)]
    [InlineData("booked,cancelled,booked", BookingStatus.Booked, 1, 0)]
    [InlineData("booked,cancelled,booked,checkedIn", BookingStatus.CheckedIn, 1, 0)]
    [InlineData("booked,noShow,checkedIn", BookingStatus.CheckedIn, 1, 0)]
    [InlineData("booked,checkedIn,booked,noShow", BookingStatus.NoShow, 1, 0)]
    [InlineData("booked,checkedIn,modified", BookingStatus.CheckedIn, 0, 0)]
    [InlineData("checkedOut", BookingStatus.CheckedOut, 0, 0)]
    [InlineData("booked,checkedOut,booked", BookingStatus.CheckedOut, 0, 1)]
    [InlineData("booked,checkedIn,cancelled", BookingStatus.CheckedIn, 0, 1)]
    [InlineData("booked,cancelled,noShow,modified", BookingStatus.Cancelled, 0, 2)]
    [InlineData("booked,checkedOut,checkedIn,checkedOut", BookingStatus.CheckedOut, 1, 0)]
    public void State_LifeCycle_IsFollowedAndReversalsCounted(string statuses, BookingStatus expected, int reversals, int marked)
    {
        var events = statuses.Split(',').Select((text, day) => At(BookingStatuses.TryParse(text, out var status) ? status : throw new InvalidOperationException(text), day));

        var state = BookingHistory.Of(events).State!;

        state.Status.ShouldBe(expected);
        state.Reversals.ShouldBe(reversals);
        state.Marked.Count.ShouldBe(marked);
        state.Marked.ShouldAllBe(m => m.Fault.Rule == BookingState.LifeCycleRule);
    }

    [Fact]
    public void State_LateEvent_MakesSenseOfAMarkedOne()
    {
        var early = BookingHistory.Of([At(BookingStatus.Booked, 0), At(BookingStatus.CheckedIn, 1), At(BookingStatus.NoShow, 3)]);
        early.State!.Status.ShouldBe(BookingStatus.CheckedIn);
        early.State.Marked.Count.ShouldBe(1);

        var late = early.With([KeyedEvent.Of(At(BookingStatus.Booked, 2))]);

        late.State!.Status.ShouldBe(BookingStatus.NoShow);
        late.State.Marked.ShouldBeEmpty();
    }

    [Fact]
    public void State_OneIdTwoContents_OneOfThemCountsInAnyOrder()
    {
        var (a, b) = (At(BookingStatus.Cancelled, 1, "x"), At(BookingStatus.CheckedIn, 2, "x"));

        var states = new[] { BookingHistory.Of([a, b]).State!, BookingHistory.Of([b, a]).State! };

        states[0].Status.ShouldBe(states[1].Status);
        states.ShouldAllBe(s => s.Version == 1 && s.Marked.Single().Fault.Rule == BookingState.EventIdRule);
    }

    [Fact]
    public void With_OtherBooking_Throws() =>
        Should.Throw<ArgumentException>(() => BookingHistory.Of([BookingBuilder.Event, BookingBuilder.With(b => b with { BookingId = new BookingId("other") })]));

    [Fact]
    public void Outcome_Cancelled_IsKnownAtOnceAndMatureWithItsCohort()
    {
        var outcome = BookingHistory.Of([At(BookingStatus.Booked, 0), At(BookingStatus.Cancelled, 3), At(BookingStatus.Cancelled, 9)]).State!.Outcome!.Value;
        var arrival = BookingBuilder.Booking.ArrivalDate;

        outcome.ShouldBe(new BookingOutcome(OutcomeKind.Cancelled, Day.AddDays(3), arrival));
        outcome.IsKnown(Day.AddDays(3)).ShouldBeFalse();
        outcome.IsKnown(Day.AddDays(4)).ShouldBeTrue();
        outcome.IsMature(arrival).ShouldBeFalse();
        outcome.IsMature(arrival.AddDays(1)).ShouldBeTrue();
    }

    [Fact]
    public void Outcome_CheckOutAlone_IsKnownOnArrival()
    {
        var arrival = BookingBuilder.Booking.ArrivalDate;
        var after = arrival.DayNumber - Day.DayNumber + 3;

        var alone = BookingHistory.Of([At(BookingStatus.CheckedOut, after)]).State!.Outcome!.Value;
        var late = BookingHistory.Of([At(BookingStatus.CheckedIn, after - 2), At(BookingStatus.CheckedOut, after)]).State!.Outcome!.Value;

        alone.ShouldBe(new BookingOutcome(OutcomeKind.Kept, arrival, arrival));
        late.KnownOn.ShouldBe(arrival.AddDays(1));
    }

    [Theory]
    [InlineData(BookingStatus.NoShow, OutcomeKind.NoShow, true)]
    [InlineData(BookingStatus.Cancelled, OutcomeKind.Cancelled, true)]
    [InlineData(BookingStatus.CheckedIn, OutcomeKind.Kept, false)]
    public void Outcome_Kinds_KeepNoShowsApart(BookingStatus status, OutcomeKind kind, bool cancellation)
    {
        var outcome = BookingHistory.Of([At(status, 1)]).State!.Outcome!.Value;

        outcome.Kind.ShouldBe(kind);
        outcome.IsCancellation.ShouldBe(cancellation);
    }

    [Fact]
    public void Outcome_Reinstated_IsOpenAgain() =>
        BookingHistory.Of([At(BookingStatus.Cancelled, 1), At(BookingStatus.Booked, 2)]).State!.Outcome.ShouldBeNull();
}
