using System.Text.Json;
using HotelCancellation.Bookings.Reading;
using HotelCancellation.Tests.Building;
using HotelCancellation.Validation;

namespace HotelCancellation.Tests.Validation;

public sealed class ValidationRunTests : IDisposable
{
    private static readonly BookingRow s_good = new(1, BookingBuilder.Event, []);
    private static readonly BookingRow s_odd = new(2, BookingBuilder.With(b => b with { Meal = "AI" }), []);
    private static readonly BookingRow s_impossible = new(3, BookingBuilder.With(b => b with { Adults = 101, Adr = 30_000 }), []);
    private static readonly BookingRow s_unread = new(4, null, [new FieldFault("", "a,b", "columns", "has 2 values where the header has 27 columns")]);
    private readonly string _folder = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    [Fact]
    public async Task AcceptAsync_GoodOddAndBadRows_AreCountedByRuleAndField()
    {
        var (run, accepted) = await Run([s_good, s_odd, s_impossible, s_unread, s_good]);

        accepted.ShouldBe(3);
        run.Summary.ShouldSatisfyAllConditions(
            s => (s.Read, s.Accepted, s.Warned, s.Rejected).ShouldBe((5, 3, 1, 2)),
            s => s.RejectedShare.ShouldBe(0.4),
            s => s.Rules.ShouldBe(
                [
                    new RuleCount("adr-limits", "adr", Severity.Reject, 1),
                    new RuleCount("adr-unusual", "adr", Severity.Warn, 1),
                    new RuleCount("adults", "adults", Severity.Reject, 1),
                    new RuleCount("columns", "", Severity.Reject, 1),
                    new RuleCount("meal-known", "meal", Severity.Warn, 1),
                ],
                ignoreOrder: true));
    }

    [Fact]
    public async Task AcceptAsync_BadRows_GoToQuarantineWithRowFieldValueRuleAndMessage()
    {
        var (run, _) = await Run([s_good, s_impossible, s_unread], new FileQuarantine(_folder));

        run.Summary.Quarantine.ShouldBe(Path.Combine(_folder, "run-1.ndjson"));
        var lines = File.ReadAllLines(run.Summary.Quarantine!).Select(l => JsonDocument.Parse(l).RootElement).ToList();
        lines.Select(l => (l.GetProperty("row").GetInt64(), l.GetProperty("field").GetString(), l.GetProperty("value").GetString(), l.GetProperty("rule").GetString())).ShouldBe(
            [(3, "adults", "101", "adults"), (3, "adr", "30000", "adr-limits"), (4, "", "a,b", "columns")]);
        lines.ShouldAllBe(l => l.GetProperty("message").GetString()!.Length > 5);
    }

    [Fact]
    public async Task AcceptAsync_GoodRowsOnly_CreatesNothing()
    {
        var (run, _) = await Run([s_good, s_odd], new FileQuarantine(_folder));

        run.Summary.Quarantine.ShouldBeNull();
        Directory.Exists(_folder).ShouldBeFalse();
    }

    [Fact]
    public async Task AcceptAsync_InputBreaksOff_KeepsWhatWasQuarantined()
    {
        var run = new ValidationRun("run-1", BookingValidator.Default, ValidationMode.Request, new ValidationOptions(), new FileQuarantine(_folder));

        await Should.ThrowAsync<UnreadableInputException>(async () =>
        {
            await foreach (var _ in run.AcceptAsync(Broken(), CancellationToken.None))
            {
            }
        });

        File.ReadAllLines(run.Summary.Quarantine!).ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData(0, 0, true)]
    [InlineData(0, 3, true)]
    [InlineData(50, 49, false)]
    [InlineData(95, 5, false)]
    [InlineData(94, 6, true)]
    public async Task Summary_RejectedShare_StopsBeforeTraining(int good, int bad, bool stopped)
    {
        var (run, _) = await Run([.. Enumerable.Repeat(s_good, good), .. Enumerable.Repeat(s_unread, bad)]);

        run.Summary.Stopped.ShouldBe(stopped, run.Summary.StopReason);
    }

    [Fact]
    public async Task Summary_Stopped_SaysHowManyAndWhichSetting()
    {
        var (run, _) = await Run([.. Enumerable.Repeat(s_good, 90), .. Enumerable.Repeat(s_unread, 10)]);

        run.Summary.StopReason.ShouldNotBeNull().ShouldContain("10 of 100 rows");
        run.Summary.StopReason.ShouldContain("Validation:MaxRejectedShare = 0.05");
    }

    [Theory]
    [InlineData("../elsewhere")]
    [InlineData("a/b")]
    [InlineData("")]
    [InlineData("..")]
    public void Begin_RunIdThatLeadsOutOfTheFolder_IsRefused(string runId) =>
        Should.Throw<ArgumentException>(() => new FileQuarantine(_folder).Begin(runId));

    public void Dispose()
    {
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    private static async Task<(ValidationRun Run, int Accepted)> Run(BookingRow[] rows, IQuarantine? quarantine = null)
    {
        var run = new ValidationRun("run-1", BookingValidator.Default, ValidationMode.Request, new ValidationOptions(), quarantine);
        var accepted = 0;
        await foreach (var _ in run.AcceptAsync(rows.ToAsyncEnumerable(), CancellationToken.None))
        {
            accepted++;
        }

        return (run, accepted);
    }

    private static async IAsyncEnumerable<BookingRow> Broken()
    {
        yield return s_unread;
        await Task.Yield();
        throw new UnreadableInputException("broken");
    }
}
