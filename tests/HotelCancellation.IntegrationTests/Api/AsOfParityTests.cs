using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using HotelCancellation.Bookings;
using HotelCancellation.Bookings.Ingest;
using HotelCancellation.Bookings.Writing;
using HotelCancellation.Features;
using HotelCancellation.Features.Store;
using HotelCancellation.IntegrationTests.Support;
using HotelCancellation.Registry;
using HotelCancellation.Serving;
using HotelCancellation.Simulation.Replays;
using HotelCancellation.Training.Snapshots;

namespace HotelCancellation.IntegrationTests.Api;

/// <summary>What a replay says offline is what the host says of the same bundle, booking and day, digit for digit.</summary>
public sealed class AsOfParityTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    [Fact]
    public async Task Post_ABookingAsOfADay_IsAnsweredAsTheReplayDid()
    {
        await using var host = await ApiHost.StartAsync(azurite.Settings(), withModel: false);
        var manifest = await host.Get<ModelRegistry>().RegisterAsync(AsOfModels.Draft(), default);
        (await host.Get<ModelRegistry>().MoveAliasAsync(ModelAlias.Champion, manifest.Version, null, "test", "test", default)).Succeeded.ShouldBeTrue();
        await host.Get<ChampionWatcher>().RefreshAsync(default);
        var known = AsOfModels.Events.Where(e => e.StatusDate < AsOfModels.Cut).ToArray();
        foreach (var chunk in known.Chunk(1500))
        {
            await host.Get<BookingIngest>().SubmitAsync(chunk, default);
        }

        using var client = await host.ClientAsync();

        // Open bookings as of the day, and those that are made on it.
        var onTheBooks = AsOfModels.Replay.Ask(ReplayTask.OnTheBooks, AsOfModels.Cut, null, default);
        var made = AsOfModels.Replay.Ask(ReplayTask.BookingTime, AsOfModels.Cut, null, default).Where(a => a.AsOf == AsOfModels.Cut).ToList();
        onTheBooks.Count.ShouldBeGreaterThan(100);
        made.ShouldNotBeEmpty();
        var lives = AsOfModels.Histories.ToDictionary(h => (h.State!.Booking.PropertyId, h.State.Booking.BookingId), h => new BookingLife(h));
        Booking BookingOf(ReplayAnswer answer) => lives[(answer.PropertyId, answer.BookingId)] is var life && life.At(answer.AsOf.DayNumber) is { } state ? state.Booking : life.First;
        foreach (var answer in onTheBooks.Where((_, i) => i % (onTheBooks.Count / 60) == 0).Concat(made))
        {
            (await AskAsync(client, BookingOf(answer), answer.AsOf, manifest)).ShouldBe(answer.Probability, $"{answer.BookingId} as of {answer.AsOf:yyyy-MM-dd}");
        }

        // The same bundle on other days: of the booking, and later ones.
        var changed = 0;
        var contexts = new MemoryContexts(AsOfModels.HistoriesOf(known));
        foreach (var booking in onTheBooks.Select(BookingOf).Where(b => b.LeadTimeDays > 20).Take(10))
        {
            var days = new[] { booking.BookedOn, booking.BookedOn.AddDays(9), booking.ArrivalDate };
            var said = new List<double>();
            foreach (var day in days)
            {
                said.Add(await AskAsync(client, booking, day, manifest));
                said[^1].ShouldBe(AsOfModels.Model.Probability(new BookingAt(booking, day, contexts.Context(booking, day))), $"{booking.BookingId} as of {day:yyyy-MM-dd}");
            }

            changed += said.Distinct().Count() > 1 ? 1 : 0;
        }

        changed.ShouldBeGreaterThan(5, "a day says something");
    }

    private static async Task<double> AskAsync(HttpClient client, Booking booking, DateOnly asOf, ModelManifest manifest)
    {
        using var response = await client.PostAsync(string.Create(CultureInfo.InvariantCulture, $"/api/v1/predictions?asOf={asOf:yyyy-MM-dd}"), ApiHost.Body(Json(booking)));
        ((int)response.StatusCode).ShouldBe(200, await response.Content.ReadAsStringAsync());
        var answer = await response.JsonAsync();
        answer.GetProperty("modelVersion").GetString().ShouldBe(manifest.Version.Value);
        answer.GetProperty("asOf").GetString().ShouldBe(asOf.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        return answer.GetProperty("probability").GetDouble();
    }

    private static string Json(Booking booking)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            BookingJsonWriter.Write(json, new BookingEvent(booking, BookingStatus.Booked, booking.BookedOn));
        }

        var body = JsonNode.Parse(bytes.ToArray())!.AsObject();
        body.Remove("status");
        body.Remove("statusDate");
        return body.ToJsonString();
    }
}
