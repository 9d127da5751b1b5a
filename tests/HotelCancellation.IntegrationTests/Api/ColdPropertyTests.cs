using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using HotelCancellation.IntegrationTests.Ingest;
using HotelCancellation.IntegrationTests.Support;
using HotelCancellation.Platform.Access;
using HotelCancellation.TestSupport;

namespace HotelCancellation.IntegrationTests.Api;

public sealed class ColdPropertyTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    private const string Warning = "too little history";
    private static readonly DateOnly BookedOn = new(2024, 3, 2);

    [Fact]
    public async Task Post_PropertyNeverSeen_WarnsUntilItsBookingsAreTakenIn()
    {
        await using var host = await ApiHost.StartAsync(azurite.Settings(), withModel: false);
        await host.PromoteAsync(TestModels.Draft(model: TestModels.ContextModel()));
        using var client = await host.ClientAsync(ApiRoles.Predict | ApiRoles.Ingest);

        var cold = await PredictAsync(client);
        var other = await PredictAsync(client, "resort");
        (await client.PostAsync($"{IngestHost.Route}?lives=true", IngestHost.NdJson(Lives())).OkAsync()).Counts().ShouldBe((45, 0, 0));
        var warm = await PredictAsync(client);
        var stillCold = await PredictAsync(client, "resort");

        Warnings(cold).ShouldContain(w => w.Contains("'city'") && w.Contains(Warning));
        Warnings(other).ShouldContain(w => w.Contains("'resort'") && w.Contains(Warning));
        Warnings(warm).ShouldAllBe(w => !w.Contains(Warning));
        Warnings(stillCold).ShouldContain(w => w.Contains("'resort'") && w.Contains(Warning), "one hotel's bookings say nothing of another's");

        // Five other bookings of the agent are on the books: the model's other leaf.
        cold.GetProperty("probability").GetDouble().ShouldBe(1 / (1 + Math.E), 1e-6);
        warm.GetProperty("probability").GetDouble().ShouldBe(1 / (1 + Math.Exp(-1)), 1e-6);
        stillCold.GetProperty("probability").GetDouble().ShouldBe(cold.GetProperty("probability").GetDouble());
    }

    /// <summary>Forty stays of the last year, whose outcomes are known, and five bookings that are open.</summary>
    private static IEnumerable<JsonObject> Lives() => Enumerable.Range(0, 45).Select(i =>
    {
        var booking = IngestHost.Event($"L-{i}");
        if (i < 40)
        {
            booking["bookedOn"] = Text(BookedOn.AddDays(-200 + i));
            booking["arrivalDate"] = Text(BookedOn.AddDays(-100 + i));
            booking["statusDate"] = Text(BookedOn.AddDays(-100 + i));
            booking["status"] = "checkedOut";
        }

        return booking;
    });

    private static async Task<JsonElement> PredictAsync(HttpClient client, string property = "city")
    {
        var booking = IngestHost.Event("Q-1", property: property);
        booking.Remove("status");
        booking.Remove("statusDate");
        return await client.PostAsJsonAsync($"/api/v1/predictions?asOf={Text(BookedOn.AddDays(1))}", booking).OkAsync();
    }

    private static IEnumerable<string> Warnings(JsonElement answer) => answer.GetProperty("warnings").EnumerateArray().Select(w => w.GetString()!);

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
