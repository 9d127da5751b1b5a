using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using HotelCancellation.Bookings;
using HotelCancellation.IntegrationTests.Support;
using HotelCancellation.Simulation;

namespace HotelCancellation.IntegrationTests.Cli;

/// <summary>A hotel's own file, from its first look to a model, with no code written.</summary>
public sealed class MapTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>, IDisposable
{
    private const string Header =
        "Res No;Hotel;Created;Arr Year;Arr Month;Arr Day;Departure;Adults;Kids;Infants;Board;Segment;Channel;Room Type;Deposit;Agent;Guest Type;Repeat Guest;Previous CXL;Prior Stays;Total Price;Requests;State;Status Changed";

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task MapValidateTrain_OtherColumnsSplitDatesLabelsAndImpossibleDates_WorkWithoutCode()
    {
        var data = Foreign("dd/MM/yyyy", "B-x;city-01;01/05/2024;2024;February;30;02/03/2024;2;0;0;BB;Direct;Direct;A;Flexible;;Transient;N;0;0;100,00;0;Departed;02/03/2024");
        var map = _folder.File("map.json");

        var mapped = (await RunAsync("map", "--data", data, "--out", map, "--json")).Json();
        var report = (await RunAsync("validate", "--data", data, "--mapping", map, "--json", "--report", _folder.File("report.html"))).Json();
        var trained = (await RunAsync("train", "--data", data, "--mapping", map, "--split", "2024-10-01", "--no-register", "--json", "--set", "Training:PlainTrees=60")).Json();

        mapped.GetProperty("ready").GetBoolean().ShouldBeTrue();
        mapped.GetProperty("questions").GetArrayLength().ShouldBe(0);
        report.GetProperty("success").GetBoolean().ShouldBeTrue();
        report.GetProperty("summary").GetProperty("rejected").GetInt32().ShouldBe(1);
        var page = await File.ReadAllTextAsync(_folder.File("report.html"));
        page.ShouldContain("2024-February-30");
        trained.GetProperty("auc").GetDouble().ShouldBeGreaterThan(0.7);
        trained.GetProperty("rows_quarantined").GetInt32().ShouldBe(1);
        var kept = Directory.GetFiles(_folder.File("quarantine"));
        kept.Length.ShouldBe(2);
        foreach (var file in kept)
        {
            (await File.ReadAllTextAsync(file)).ShouldContain("\"row\":3,\"field\":\"arrivalDate\",\"value\":\"2024-February-30\"");
        }
    }

    [Fact]
    public async Task MapTrainScore_OtherColumns_ScoreEveryRowButTheImpossibleOne()
    {
        var settings = azurite.Settings();
        var data = Foreign("dd/MM/yyyy", "B-x;city-01;01/05/2024;2024;February;30;02/03/2024;2;0;0;BB;Direct;Direct;A;Flexible;;Transient;N;0;0;100,00;0;Departed;02/03/2024");
        var map = _folder.File("map.json");
        await RunAsync("map", "--data", data, "--out", map);

        var trained = (await Tool.RunAsync(["train", "--data", data, "--mapping", map, "--promote", "--json", .. QuickTraining.Options], settings, _folder.Path)).Json();
        var scored = await Tool.RunAsync(["score", "--data", data, "--mapping", map], settings, _folder.Path);

        trained.GetProperty("promoted").GetBoolean().ShouldBeTrue();
        trained.GetProperty("quarantine").GetString()!.ShouldStartWith("quarantine/");
        scored.ExitCode.ShouldBe(0, scored.Error);
        var lines = scored.Lines();
        lines.Count.ShouldBe(File.ReadLines(data).Count() - 1);
        var refused = lines.Where(l => !l.TryGetProperty("probability", out _)).ToList();
        refused.ShouldContain(l => l.GetProperty("row").GetInt64() == 3 && l.GetProperty("booking_id").GetString() == "B-x");
        lines.Where(l => l.TryGetProperty("probability", out _)).ShouldAllBe(l => l.GetProperty("model_version").GetString() == trained.GetProperty("version").GetString());
        refused.Count.ShouldBeLessThan(lines.Count / 20);
    }

    [Fact]
    public async Task Map_AmbiguousDates_AreAskedAndRefusedUntilAnswered()
    {
        var data = Foreign("dd/MM/yyyy", 12, new GeneratorOptions { Properties = 2, BookingsPerDay = 10, Days = 400 });
        var map = _folder.File("map.json");

        var asked = await RunAsync("map", "--data", data, "--out", map);
        var refused = await RunAsync("validate", "--data", data, "--mapping", map, "--json");
        var notTrained = await RunAsync("train", "--data", data, "--mapping", map, "--no-register");

        asked.ExitCode.ShouldBe(1);
        asked.Error.ShouldContain("? bookedOn: Column 'Created': is '");
        foreach (var result in (ToolResult[])[refused, notTrained])
        {
            result.ExitCode.ShouldBe(1);
            result.Output.ShouldBeEmpty();
            result.Error.ShouldContain("open question");
            result.Error.ShouldContain("fields.bookedOn: Column 'Created'");
            result.Error.ShouldNotContain("   at ");
        }

        var json = JsonNode.Parse(await File.ReadAllTextAsync(map))!;
        foreach (var (_, rule) in json["fields"]!.AsObject().Where(f => f.Value!["questions"] is not null))
        {
            rule!["format"] = "dd/MM/yyyy";
            rule["confirmed"] = true;
        }

        await File.WriteAllTextAsync(map, json.ToJsonString());
        (await RunAsync("validate", "--data", data, "--mapping", map, "--json")).Json().GetProperty("summary").GetProperty("rejected").GetInt32().ShouldBe(0);
    }

    [Fact]
    public async Task Validate_WantingFile_EndsWith1AndMalformedMappingIsOneLine()
    {
        var row = "B-1;city-01;01/05/2024;2024;February;30;02/03/2024;2;0;0;BB;Direct;Direct;A;Flexible;;Transient;N;0;0;100,00;0;Departed;02/03/2024";
        var data = Foreign("dd/MM/yyyy", Enumerable.Repeat(row, 2000).ToArray());
        await RunAsync("map", "--data", data, "--out", _folder.File("map.json"));

        var wanting = await RunAsync("validate", "--data", data, "--mapping", _folder.File("map.json"), "--json");
        var malformed = await RunAsync("validate", "--data", data, "--mapping", _folder.File("bad.json", """{"version":1,"fields":{"adr":{"scale":"x"}}}"""), "--quiet");
        var usage = await RunAsync("map", "--data", data, "--rows", "0");

        wanting.ExitCode.ShouldBe(1);
        wanting.Lines().ShouldHaveSingleItem().GetProperty("success").GetBoolean().ShouldBeFalse();
        malformed.ExitCode.ShouldBe(1);
        malformed.Error.Trim().ShouldBe("fields.adr.scale: \"x\" is given; must be a number.");
        usage.ExitCode.ShouldBe(2);
    }

    private Task<ToolResult> RunAsync(params string[] arguments) => Tool.RunAsync(arguments, folder: _folder.Path);

    private string Foreign(string format, params string[] bad) => Foreign(format, 31, QuickTraining.Bookings, bad);

    private string Foreign(string format, int onlyDaysTo, GeneratorOptions options, params string[] bad)
    {
        var text = new StringBuilder(Header + "\n");
        var events = new BookingGenerator(options).Events();
        var written = 0;
        foreach (var e in events.Where(e => e.Booking.BookedOn.Day <= onlyDaysTo && e.StatusDate.Day <= onlyDaysTo && e.Booking.ArrivalDate.AddDays(e.Booking.Nights).Day <= onlyDaysTo))
        {
            text.Append(Row(e, format)).Append('\n');
            if (++written == 2)
            {
                bad.ToList().ForEach(b => text.Append(b).Append('\n'));
            }
        }

        return _folder.File("mine.csv", text.ToString());
    }

    private static string Row(BookingEvent e, string format)
    {
        var (b, invariant) = (e.Booking, CultureInfo.InvariantCulture);
        var status = e.Status switch { BookingStatus.Cancelled => "Cxl", BookingStatus.NoShow => "No Show", BookingStatus.CheckedOut => "Departed", BookingStatus.CheckedIn => "In House", _ => "Confirmed" };
        var deposit = b.DepositType switch { "Non Refund" => "NRF", "No Deposit" => "Flexible", _ => b.DepositType };
        return string.Join(
            ';', b.BookingId, b.PropertyId, b.BookedOn.ToString(format, invariant), b.ArrivalDate.Year, b.ArrivalDate.ToString("MMMM", invariant), b.ArrivalDate.Day,
            b.ArrivalDate.AddDays(b.Nights).ToString(format, invariant), b.Adults, b.Children, b.Babies, b.Meal, b.MarketSegment, b.DistributionChannel, b.ReservedRoomType, deposit,
            b.Agent, b.CustomerType, b.IsRepeatedGuest ? "Y" : "N", b.PreviousCancellations, b.PreviousBookingsNotCanceled,
            (b.Adr * Math.Max(1, b.Nights)).ToString("0.00", invariant).Replace('.', ','), b.SpecialRequests, status, e.StatusDate.ToString(format, invariant));
    }
}
