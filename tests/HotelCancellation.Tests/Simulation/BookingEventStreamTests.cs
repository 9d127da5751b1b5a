using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using HotelCancellation.Bookings;
using HotelCancellation.Simulation;

namespace HotelCancellation.Tests.Simulation;

public sealed class BookingEventStreamTests
{
    private static readonly GeneratorOptions Group = new() { Properties = 3, BookingsPerDay = 20, Days = 90, Seed = 4 };
    private static readonly EventStreamOptions Messy = new() { LateShare = 0.2, RepeatedShare = 0.3, MaxDelayDays = 5, Seed = 8 };

    private static readonly IReadOnlyList<SentEvent> Punctual = [.. new BookingEventStream(Group, new EventStreamOptions()).Sent()];
    private static readonly IReadOnlyList<SentEvent> Untidy = [.. new BookingEventStream(Group, Messy).Sent()];

    public static TheoryData<GeneratorOptions> Groups =>
    [
        Group,
        Group with { Drifts = [new DriftOptions { Kind = DriftKind.Behaviour }, new DriftOptions { Kind = DriftKind.Mix, OnsetDay = 30 }] },
        Group with { Drifts = [new DriftOptions { Kind = DriftKind.Feed }] },
    ];

    [Theory]
    [MemberData(nameof(Groups))]
    public void Events_Folded_GiveTheRowsOfTheGenerator(GeneratorOptions options)
    {
        var rows = new BookingGenerator(options).Events().ToDictionary(Key);

        foreach (var sending in new[] { new EventStreamOptions(), Messy })
        {
            var folded = new Dictionary<(PropertyId, BookingId), BookingEvent>();
            foreach (var happened in new BookingEventStream(options, sending).Events())
            {
                if (!folded.TryGetValue(Key(happened), out var known) || Number(happened) > Number(known))
                {
                    folded[Key(happened)] = happened;
                }
            }

            folded.Count.ShouldBe(rows.Count);
            folded.Values.Select(e => e with { EventId = null }).ShouldEqual(folded.Keys.Select(k => rows[k]));
        }
    }

    [Fact]
    public void Events_WithoutDelay_AreInOrderOfDayAndOfEachLife()
    {
        Punctual.All(s => s.SentOn == s.Event.StatusDate && !s.IsRepeat).ShouldBeTrue();
        Punctual.Select(s => s.SentOn).ShouldEqual(Punctual.Select(s => s.SentOn).Order());
        foreach (var life in Punctual.Select(s => s.Event).GroupBy(Key))
        {
            life.Select(Number).ShouldEqual(Enumerable.Range(1, life.Count()));
            string.Join(' ', life.Select(e => e.Status.ToText())).ShouldBeOneOf(
                "booked cancelled", "booked noShow", "booked checkedIn checkedOut", "booked modified cancelled", "booked modified noShow", "booked modified checkedIn checkedOut");
        }
    }

    [Fact]
    public void Events_DaysOfAStay_AreThoseOfTheBooking()
    {
        foreach (var happened in Punctual.Select(s => s.Event))
        {
            var b = happened.Booking;
            (happened.Status switch
            {
                BookingStatus.Booked => happened.StatusDate == b.BookedOn,
                BookingStatus.Modified => happened.StatusDate > b.BookedOn && happened.StatusDate < b.ArrivalDate,
                BookingStatus.Cancelled => happened.StatusDate >= b.BookedOn && happened.StatusDate <= b.ArrivalDate,
                BookingStatus.NoShow or BookingStatus.CheckedIn => happened.StatusDate == b.ArrivalDate,
                _ => happened.StatusDate == b.ArrivalDate.AddDays(b.Nights),
            }).ShouldBeTrue($"{happened}");
        }
    }

    [Fact]
    public void Modified_SomeBookings_ChangeTheirMealAndNothingElse()
    {
        var lives = Punctual.Select(s => s.Event).GroupBy(Key).Select(l => l.ToList()).ToList();
        var modified = lives.Where(l => l[1].Status == BookingStatus.Modified).ToList();

        lives.Select(l => l[0].Booking with { Meal = l[1].Booking.Meal }).ShouldEqual(lives.Select(l => l[1].Booking));
        lives.All(l => l.Skip(1).All(e => e.Booking == l[1].Booking)).ShouldBeTrue();
        modified.Count(l => l[0].Booking.Meal != l[1].Booking.Meal).ShouldBeInRange(modified.Count / 5, modified.Count / 2);
        ((double)modified.Count / lives.Count).ShouldBeInRange(0.08, 0.13); // 15 % of those that live long enough
        new BookingEventStream(Group, new EventStreamOptions { ModifiedShare = 0 }).Events().All(e => e.Status != BookingStatus.Modified).ShouldBeTrue();
    }

    [Fact]
    public void Sent_ShareLate_IsDelayedByOneToTheMostDays()
    {
        var late = Untidy.Where(s => !s.IsRepeat).GroupBy(s => s.SentOn.DayNumber - s.Event.StatusDate.DayNumber).ToDictionary(d => d.Key, d => d.Count());
        double all = late.Values.Sum();

        late.Keys.Order().ShouldBe([0, 1, 2, 3, 4, 5]);
        (1 - (late[0] / all)).ShouldBe(0.2, 0.01);
        late.Where(d => d.Key > 0).ShouldAllBe(d => Math.Abs((d.Value / all) - 0.04) < 0.005);
        Untidy.Select(s => s.SentOn).ShouldEqual(Untidy.Select(s => s.SentOn).Order());
        Untidy.Select(s => s.Event.StatusDate).SequenceEqual(Untidy.Select(s => s.Event.StatusDate).Order()).ShouldBeFalse();
    }

    [Fact]
    public void Sent_ShareRepeated_IsSentTwiceWithTheSameIdAndContent()
    {
        var first = Untidy.Where(s => !s.IsRepeat).ToDictionary(s => s.Event.EventId!);
        var repeats = Untidy.Where(s => s.IsRepeat).ToList();

        ((double)repeats.Count / first.Count).ShouldBe(0.3, 0.01);
        repeats.DistinctBy(s => s.Event.EventId).Count().ShouldBe(repeats.Count);
        repeats.All(s => s.Event == first[s.Event.EventId!].Event).ShouldBeTrue();
        repeats.All(s => s.SentOn >= first[s.Event.EventId!].SentOn && s.SentOn <= first[s.Event.EventId!].SentOn.AddDays(5)).ShouldBeTrue();
    }

    [Fact]
    public void Sent_OtherShares_LeaveTheEventsAsTheyAre()
    {
        var punctual = new BookingEventStream(Group, Messy with { LateShare = 0, RepeatedShare = 0 }).Events();

        Untidy.Where(s => !s.IsRepeat).Select(s => s.Event).OrderBy(e => e.EventId, StringComparer.Ordinal).ShouldEqual(punctual.OrderBy(e => e.EventId, StringComparer.Ordinal));
        new BookingEventStream(Group, Messy with { RepeatedShare = 0 }).Sent().ShouldEqual(Untidy.Where(s => !s.IsRepeat));
    }

    [Fact]
    public void Sent_WithHorizon_IsWhatWasSentByThen()
    {
        var horizon = Group.To.AddDays(9);

        new BookingEventStream(Group with { HorizonDate = horizon }, Messy).Sent().ShouldEqual(Untidy.TakeWhile(s => s.SentOn <= horizon));
    }

    [Fact]
    public void Sent_LargestGroup_IsStreamed() =>
        new BookingEventStream(new GeneratorOptions { Properties = 500, BookingsPerDay = 10, Days = 36_500 }, Messy).Sent().Take(10).Count().ShouldBe(10);

    [Fact]
    public void Sent_SameOptions_GivesTheSameBytesOnEveryMachine()
    {
        Fingerprint(Group, Messy).ShouldBe(Fingerprint(Group, Messy));
        Fingerprint(Group, Messy).ShouldBe("EBB3749DA7D515DBF07352C6838FCC74");
        Fingerprint(Group, Messy with { Seed = 9 }).ShouldNotBe(Fingerprint(Group, Messy));
    }

    [Fact]
    public void Sent_AllDrifts_GivesTheSameBytesOnEveryMachine() =>
        Fingerprint(Group with { Drifts = [.. Enum.GetValues<DriftKind>().Select(k => new DriftOptions { Kind = k, OnsetDay = 10 })] }, Messy).ShouldBe("97B46637EF5CCC64DC7608F61409526A");

    [Theory]
    [InlineData(-0.1, 0, 7, "LateShare must be 0 to 1, not -0.1.")]
    [InlineData(0, 1.5, 7, "RepeatedShare must be 0 to 1, not 1.5.")]
    [InlineData(double.NaN, 0, 7, "LateShare must be 0 to 1, not NaN.")]
    [InlineData(0, 0, 0, "MaxDelayDays must be 1 to 60, not 0.")]
    [InlineData(0, 0, 61, "MaxDelayDays must be 1 to 60, not 61.")]
    public void BookingEventStream_SettingOutOfRange_IsRefusedByNameValueAndRange(double late, double repeated, int delay, string message)
    {
        var options = new EventStreamOptions { LateShare = late, RepeatedShare = repeated, MaxDelayDays = delay };

        options.Problems().ShouldBe([message]);
        Should.Throw<ArgumentException>(() => new BookingEventStream(Group, options)).Message.ShouldStartWith(message);
    }

    private static (PropertyId, BookingId) Key(BookingEvent e) => (e.Booking.PropertyId, e.Booking.BookingId);

    private static int Number(BookingEvent e) => int.Parse(e.EventId![(e.EventId!.LastIndexOf('.') + 1)..], CultureInfo.InvariantCulture);

    private static string Fingerprint(GeneratorOptions group, EventStreamOptions options)
    {
        var text = new StringBuilder();
        foreach (var (e, sentOn, isRepeat) in new BookingEventStream(group, options).Sent())
        {
            text.Append(CultureInfo.InvariantCulture, $"{e.Booking} {e.Booking.Adr:R} {e.Status} {e.StatusDate:O} {e.EventId} {sentOn:O} {isRepeat}\n");
        }

        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))[..32];
    }
}
