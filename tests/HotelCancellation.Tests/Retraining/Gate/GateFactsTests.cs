using HotelCancellation.Bookings;
using HotelCancellation.Features;
using HotelCancellation.Registry;
using HotelCancellation.Retraining.Gate;
using HotelCancellation.Tests.Building;
using HotelCancellation.TestSupport;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace HotelCancellation.Tests.Retraining.Gate;

/// <summary>What is told to the gate of models and bookings, and by whom it is set up.</summary>
public sealed class GateFactsTests
{
    [Fact]
    public void Of_Bundle_TakesItsFacts()
    {
        var draft = TestModels.Draft();
        var (manifest, files) = BundleDraftWriter.Write(draft, new DateTimeOffset(2026, 5, 1, 0, 0, 0, TimeSpan.Zero));

        var facts = GateModel.Of(BundleReader.Read(manifest, files).Bundle!, 123, []);

        facts.Version.ShouldBe(manifest.Version);
        facts.Bytes.ShouldBe(files.Values.Sum(f => (long)f.Length));
        facts.KnownBefore.ShouldBe(draft.Data.KnownBefore);
        facts.Threshold.ShouldBe(draft.Model.Rule.Threshold);
        facts.RowNanoseconds.ShouldBe(123);
        facts.Features.ShouldBe(manifest.Features);
        facts.RequiredFields.ShouldBeSubsetOf(manifest.Features);
        facts.RequiredFields.ShouldNotContain("agent");
    }

    [Fact]
    public void Of_Booking_TellsPartyAndValue()
    {
        var booking = BookingBuilder.Booking with { Adr = 80, WeekNights = 2, WeekendNights = 1, Agent = "9", Company = null, MarketSegment = "Groups" };

        var row = GateRow.Of(new BookingAt(booking, booking.BookedOn.AddDays(1)), true, null, 0.4);

        row.ShouldBe(new GateRow(booking.PropertyId.Value, booking.BookedOn, booking.ArrivalDate, "9||Groups", booking.BookedOn.AddDays(1), true, 240, double.NaN, 0.4));
        GateRow.Of(new BookingAt(booking with { Adr = -5 }, booking.BookedOn), true, 0.2, 0.4).Value.ShouldBe(0);
    }

    [Fact]
    public void Evidence_OfAModel_IsTheAreaOfEachFeatureAndSharesThatMakeOne()
    {
        var model = TestModels.Draft().Model;
        BookingAt[] asked = [.. TestModels.Bookings(300, seed: 3).Select(b => new BookingAt(b, b.BookedOn))];
        var lead = asked.Select(a => a.Booking.LeadTimeDays).Order().ElementAt(150);

        // Short lead times are cancelled: the number alone tells all, the other way round.
        var evidence = FeatureEvidence.Of(model, asked, [.. asked.Select(a => a.Booking.LeadTimeDays < lead)]);

        evidence.Select(e => e.Feature).ShouldBe(model.Encoder.Features.Select(f => f.Name));
        evidence.Single(e => e.Feature == "leadTimeDays").Auc.ShouldBe(1);
        evidence.ShouldAllBe(e => e.Auc >= 0.5 && e.Auc <= 1 && e.Importance >= 0);
        evidence.Sum(e => e.Importance).ShouldBe(1, 1e-9);
    }

    [Fact]
    public void AddGate_Settings_AreBoundAndHeldToTheirRange()
    {
        Options("0.9").Value.Confidence.ShouldBe(0.9);
        Should.Throw<OptionsValidationException>(() => Options("1").Value).Message.ShouldBe("Gate:Confidence must be 0.5 to 0.9999.");
    }

    private static IOptions<GateOptions> Options(string confidence)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Gate:Confidence", confidence)]).Build();
        var provider = new ServiceCollection().AddSingleton<IConfiguration>(configuration).AddSingleton(TimeProvider.System).AddGate().BuildServiceProvider();
        provider.GetRequiredService<RowTimer>().ShouldNotBeNull();
        return provider.GetRequiredService<IOptions<GateOptions>>();
    }
}
