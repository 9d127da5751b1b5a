using HotelCancellation.Simulation;

namespace HotelCancellation.Tests.Simulation;

public sealed class DriftOptionsTests
{
    public static TheoryData<DriftOptions, string> Refused => new()
    {
        { new DriftOptions { Kind = DriftKind.Price, OnsetDay = -1 }, "Drift price: the onset must be day 0 to 99, the days on which bookings are made, not -1." },
        { new DriftOptions { Kind = DriftKind.Price, OnsetDay = int.MaxValue }, "Drift price: the onset must be day 0 to 99, the days on which bookings are made, not 2147483647." },
        { new DriftOptions { Kind = DriftKind.Mix, OnsetDate = new DateOnly(2024, 4, 10) }, "Drift mix: the onset must be 2024-01-01 to 2024-04-09, the days on which bookings are made, not 2024-04-10." },
        { new DriftOptions { Kind = DriftKind.Price, Size = -1 }, "Drift price: the size must be -0.9 to 9, not -1." },
        { new DriftOptions { Kind = DriftKind.Mix, Size = 0.26 }, "Drift mix: the size must be above 0 to 0.25, not 0.26." },
        { new DriftOptions { Kind = DriftKind.Agent, Size = 0 }, "Drift agent: the size must be above 0 to 0.25, not 0." },
        { new DriftOptions { Kind = DriftKind.Behaviour, Size = 0 }, "Drift behaviour: the size must be 0.1 to 10, not 0." },
        { new DriftOptions { Kind = DriftKind.Feed, Size = double.NaN }, "Drift feed: the size must be above 0 to 1, not NaN." },
        { new DriftOptions { Kind = DriftKind.Feed, Column = "adr" }, "Drift feed: the column must be one of agent, company, country, meal, marketSegment, distributionChannel, reservedRoomType, depositType, customerType, not 'adr'." },
        { new DriftOptions { Kind = DriftKind.Price, Properties = [1, 4] }, "Drift price: the hotels must be numbers from 1 to 3, not '1,4'." },
        { new DriftOptions { Kind = DriftKind.Price, Properties = [] }, "Drift price: the hotels must be numbers from 1 to 3, not ''." },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void BookingGenerator_DriftOutOfRange_IsRefusedByKindValueAndRange(DriftOptions drift, string message)
    {
        var options = new GeneratorOptions { Days = 100, Drifts = [drift] };

        options.Problems().ShouldBe([message]);
        Should.Throw<ArgumentException>(() => new BookingGenerator(options)).Message.ShouldStartWith(message);
    }

    [Fact]
    public void Problems_MoreTakenFromOnlineThanItHas_IsRefused()
    {
        var drifts = new[] { new DriftOptions { Kind = DriftKind.Mix, Size = 0.2 }, new DriftOptions { Kind = DriftKind.Agent, Size = 0.1 } };

        new GeneratorOptions { Drifts = drifts }.Problems().ShouldHaveSingleItem().ShouldStartWith("The sizes of all mix and agent drifts together must be at most 0.25, not 0.3");
    }

    [Theory]
    [InlineData(DriftKind.Price, 0.15)]
    [InlineData(DriftKind.Mix, 0.15)]
    [InlineData(DriftKind.Agent, 0.10)]
    [InlineData(DriftKind.Behaviour, 1.4)]
    [InlineData(DriftKind.Feed, 0.3)]
    public void Defaults_EveryKind_AreAllowed(DriftKind kind, double size)
    {
        var drift = new DriftOptions { Kind = kind };

        drift.EffectiveSize.ShouldBe(size);
        drift.Onset(new DateOnly(2024, 1, 1)).ShouldBe(new DateOnly(2024, 3, 1));
        new GeneratorOptions { Drifts = [drift] }.Problems().ShouldBeEmpty();
    }

    [Fact]
    public void Segments_AnyHotel_HaveMoreOnlineBookingsThanDriftMayTake()
    {
        for (var seed = 0UL; seed < 20; seed++)
        {
            var root = new SplitMix64(SplitMix64.Mix(seed)).Fork(2);
            Enumerable.Range(0, 500).Min(i => PropertyProfile.Create(root, i).Segments.Single(s => s.IsOnline).Share).ShouldBeGreaterThan(DriftOptions.MostOfOnline);
        }
    }

    [Fact]
    public void Drifts_TwoOfOneKind_AddUp()
    {
        var options = new GeneratorOptions { Properties = 1, BookingsPerDay = 20, Days = 20, Seed = 2 };
        DriftOptions[] drifts = [new() { Kind = DriftKind.Price, OnsetDay = 5, Size = 0.1 }, new() { Kind = DriftKind.Price, OnsetDay = 10, Size = 0.5 }];

        var pairs = new BookingGenerator(options).Events().Zip(new BookingGenerator(options with { Drifts = drifts }).Events());

        foreach (var (usual, drifted) in pairs)
        {
            var day = usual.Booking.BookedOn.DayNumber - options.From.DayNumber;
            drifted.Booking.Adr.ShouldBe(usual.Booking.Adr * (day < 5 ? 1 : day < 10 ? 1.1 : 1.65), 0.015);
        }
    }
}
