using HotelCancellation.Bookings;
using HotelCancellation.Tests.Building;
using HotelCancellation.Validation;

namespace HotelCancellation.Tests.Validation;

public sealed class RunComparisonTests : IDisposable
{
    private static readonly DateOnly First = new(2017, 1, 1);
    private readonly string _folder = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    [Fact]
    public async Task Build_SameWorld_NothingHasMoved()
    {
        var (report, _) = await Run(World(2000, seed: 2), [(await Run(World(2000, seed: 1))).Profile]);

        Check(report, "distribution").Status.ShouldBe(ReportStatus.Passed);
        Check(report, "volume-history").Status.ShouldBe(ReportStatus.Passed);
        report.Comparison!.RowsThen.ShouldBe(2000);
        report.Comparison.Columns.ShouldContain(c => c.Field == "adr" && c.Parts.Count == 10);
        report.Comparison.Columns.ShouldNotContain(c => c.Field == "arrivalDate" || c.Field == "guestRef");
    }

    [Fact]
    public async Task Build_PricesAndMealsHaveMoved_AreFoundThenAndNow()
    {
        var (_, last) = await Run(World(2000, seed: 1));

        var (report, _) = await Run(World(2000, seed: 2).Select(e => e with { Booking = e.Booking with { Adr = e.Booking.Adr + 40, Meal = e.Booking.Meal == "BB" ? "AI" : e.Booking.Meal } }), [last]);

        var check = Check(report, "distribution");
        check.Status.ShouldBe(ReportStatus.Warned);
        report.Success.ShouldBeTrue("it is worth a look and stops nothing");
        report.Comparison!.Columns.Where(c => c.Moved).Select(c => c.Field).ShouldBe(["meal", "adr"], ignoreOrder: true);
        report.Comparison.Columns.Single(c => c.Field == "meal").Parts.ShouldContain(p => p.Label == "BB" && p.Then > 0.5 && p.Now == 0);
        report.Comparison.Columns.Single(c => c.Field == "meal").Parts.ShouldContain(p => p.Label == "other values" && p.Then == 0 && p.Now > 0.5);
        var page = ReportPage.Write(report);
        page.ShouldContain("Then and now");
        page.ShouldContain("moved");
    }

    [Fact]
    public async Task Build_SmallFileOfTheSameWorld_IsNoFinding()
    {
        var (_, last) = await Run(World(2000, seed: 1));

        // The index of 30 rows is above 0.2 for some field by chance alone.
        var (report, _) = await Run(World(30, seed: 3), [last]);

        report.Comparison!.Columns.Max(c => c.Psi).ShouldBeGreaterThan(PopulationStability.Threshold);
        report.Comparison.Columns.ShouldAllBe(c => !c.Moved);
    }

    [Fact]
    public async Task Build_AgentIsMissingNow_HasMoved()
    {
        var (_, last) = await Run(World(1000, seed: 1));

        var (report, _) = await Run(World(1000, seed: 2).Select(e => e with { Booking = e.Booking with { Agent = null } }), [last]);

        var agent = report.Comparison!.Columns.Single(c => c.Field == "agent");
        agent.Moved.ShouldBeTrue();
        agent.Parts.ShouldContain(new ComparedPart("no value", 0, 1));
    }

    [Theory]
    [InlineData(1, ReportStatus.Passed)]
    [InlineData(20, ReportStatus.Warned)]
    public async Task Build_FarFewerRowsThanUsual_AreNamed(int divisor, ReportStatus status)
    {
        var history = new List<RunProfile>();
        for (var seed = 1; seed <= 3; seed++)
        {
            history.Add((await Run(World(2000, seed))).Profile);
        }

        var (report, _) = await Run(World(2000 / divisor, seed: 9), history);

        Check(report, "volume-history").Status.ShouldBe(status);
        Check(report, "volume-history").Message.ShouldContain(divisor == 1 ? "the last 3 runs" : "100 rows where 2000 are usual");
    }

    [Fact]
    public async Task Build_NewDaysWithTooFew_AreNamedThoughTheFileIsTooShortToTell()
    {
        var (_, last) = await Run(World(2000, seed: 1));

        // The week after: ten a day on most days, one on the third.
        var week = Enumerable.Range(0, 7).SelectMany(day => Enumerable.Repeat(day, day == 2 ? 1 : 10))
            .Select((day, i) => new BookingEvent(
                BookingBuilder.Booking with { BookingId = new BookingId($"N-{i}"), BookedOn = last.LastBookedOn.AddDays(day + 1), ArrivalDate = last.LastBookedOn.AddDays(day + 9) },
                BookingStatus.Booked, last.LastBookedOn.AddDays(day + 1)));
        var (report, _) = await Run(week, [last with { Rows = 61 }]);

        var check = Check(report, "volume-history");
        check.Status.ShouldBe(ReportStatus.Warned);
        check.Message.ShouldContain($"{last.LastBookedOn.AddDays(3):yyyy-MM-dd} with 1", Case.Sensitive);
        check.Message.ShouldContain("1 new days");
    }

    [Fact]
    public async Task KeepAndRead_Profiles_AreTheSameInTheirOrderAndBySource()
    {
        var history = new FileRunHistory(_folder);
        var (_, profile) = await Run(World(500, seed: 1));
        for (var i = 0; i < 4; i++)
        {
            await history.KeepAsync(profile with { RunId = $"run-{i}", Generated = profile.Generated.AddDays(i) }, default);
        }

        await history.KeepAsync(profile with { Source = "../x/y" }, default);
        File.WriteAllText(Path.Combine(_folder, "bookings.csv", "99999999T000000000-broken.profile.json"), "{");

        var read = await history.ReadAsync("bookings.csv", 3, default);

        read.Select(p => p.RunId).ShouldBe(["run-1", "run-2", "run-3"]);
        read[0].Columns.Single(c => c.Field == "adr").Edges.ShouldBe(profile.Columns.Single(c => c.Field == "adr").Edges);
        read[0].Columns.Single(c => c.Field == "meal").Counts.ShouldBe(profile.Columns.Single(c => c.Field == "meal").Counts);
        (await history.ReadAsync("../x/y", 3, default)).Count.ShouldBe(1);
        Directory.GetDirectories(_folder).Length.ShouldBe(2, "another source has another folder, and that is in this one");
        (await history.ReadAsync("-x-y", 3, default)).ShouldBeEmpty();
    }

    public void Dispose()
    {
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    /// <summary>Twenty bookings a day.</summary>
    private static IEnumerable<BookingEvent> World(int rows, int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < rows; i++)
        {
            var booking = BookingBuilder.With(b => b with
            {
                BookingId = new BookingId($"B-{i}"),
                BookedOn = First.AddDays(i / 20),
                ArrivalDate = First.AddDays(i / 20 + random.Next(200)),
                Adr = Math.Round(80 + 40 * random.NextDouble(), 2),
                Meal = random.Next(10) < 8 ? "BB" : "HB",
                Agent = $"{random.Next(12)}",
                Adults = 1 + random.Next(3),
            });
            yield return booking with { StatusDate = First.AddDays(i / 20) };
        }
    }

    private static ReportCheck Check(ValidationReport report, string name) => report.Checks.Single(c => c.Name == name);

    private static async Task<(ValidationReport Report, RunProfile Profile)> Run(IEnumerable<BookingEvent> events, IReadOnlyList<RunProfile>? history = null)
    {
        var options = new ValidationOptions();
        using var collector = new ReportCollector(BookingValidator.Default, ValidationMode.History, options, history);
        var run = new ValidationRun("run", BookingValidator.Default, ValidationMode.History, options, report: collector);
        var rows = events.Select((e, i) => new HotelCancellation.Bookings.Reading.BookingRow(i + 1, e, [])).ToAsyncEnumerable();
        await foreach (var booking in run.AcceptAsync(rows, default))
        {
            booking.ShouldNotBeNull();
        }

        var now = new DateTimeOffset(2017, 5, 1, 0, 0, 0, TimeSpan.Zero);
        return (collector.Build(run.Summary, "bookings.csv", now, new DateOnly(2017, 5, 1)), collector.Profile(run.Summary, "bookings.csv", now).ShouldNotBeNull());
    }
}
