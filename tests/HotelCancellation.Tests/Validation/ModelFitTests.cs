using HotelCancellation.Bookings;
using HotelCancellation.Bookings.Reading;
using HotelCancellation.Tests.Building;
using HotelCancellation.Validation;

namespace HotelCancellation.Tests.Validation;

public sealed class ModelFitTests
{
    private static readonly ModelSchema Model = new()
    {
        Version = "m-0123456789ab",
        Categories = new Dictionary<string, IReadOnlySet<string>>(StringComparer.Ordinal)
        {
            ["meal"] = new HashSet<string>(["BB", "HB"], StringComparer.Ordinal),
            ["company"] = new HashSet<string>(["7"], StringComparer.Ordinal),
        },
        Ranges = new Dictionary<string, NumberRange>(StringComparer.Ordinal) { ["adr"] = new(50, 200), ["nights"] = new(1, 14) },
    };

    [Fact]
    public async Task Build_WhatTheModelHasNeverSeen_IsNamedWithItsShare()
    {
        var report = await Report(Model, Enumerable.Range(0, 10).Select(i => BookingBuilder.With(b => b with { BookingId = new BookingId($"{i}"), Meal = i < 4 ? "AI" : "BB", Adr = i < 2 ? 900 : 100, Company = "7" })));

        var check = report.Checks.Single(c => c.Name == "train-serve-model");
        check.Status.ShouldBe(ReportStatus.Warned);
        check.Message.ShouldContain("meal (40.0 %: AI; the model knows 2 values)");
        check.Message.ShouldContain("adr (20.0 %: 100 to 900; the model knows 50 to 200)");
        report.Model!.Columns.Single(c => c.Field == "nights").Status.ShouldBe(ReportStatus.Passed);
        report.Model.Columns.Single(c => c.Field == "company").Status.ShouldBe(ReportStatus.Passed);
        ReportPage.Write(report).ShouldContain("Beside model m-0123456789ab");
    }

    [Fact]
    public async Task Build_FieldThatTheModelKnowsHasNoValueAtAll_IsNamed()
    {
        var report = await Report(Model, [BookingBuilder.Event]);

        report.Checks.Single(c => c.Name == "train-serve-model").Message.ShouldContain("company (no row has a value; the model knows 1 values)");
    }

    [Fact]
    public async Task Build_NoRangesOrNoModel_SaysSoOrNothing()
    {
        var report = await Report(Model with { Ranges = new Dictionary<string, NumberRange>(StringComparer.Ordinal), Categories = new Dictionary<string, IReadOnlySet<string>>(StringComparer.Ordinal) }, [BookingBuilder.Event]);

        report.Checks.Single(c => c.Name == "train-serve-model").Message.ShouldContain("says nothing of the numbers");
        (await Report(null, [BookingBuilder.Event])).Checks.ShouldNotContain(c => c.Name == "train-serve-model");
    }

    [Fact]
    public void RangesOf_Bookings_AreTheLeastAndGreatestOfNumbers()
    {
        var ranges = ModelSchema.RangesOf(["adr", "leadTimeDays", "meal", "arrivalMonth", "agentRate"], [BookingBuilder.Booking, BookingBuilder.Booking with { Adr = 7, BookedOn = new DateOnly(2017, 5, 19) }]);

        ranges.Keys.ShouldBe(["adr", "leadTimeDays"], ignoreOrder: true);
        ranges["adr"].ShouldBe(new NumberRange(7, 101.5));
        ranges["leadTimeDays"].ShouldBe(new NumberRange(1, 80));
    }

    [Theory]
    [InlineData("meal", "meal")]
    [InlineData("agentRate", "agent")]
    [InlineData("companyCount", "company")]
    [InlineData("siblingsOnTheBooks", null)]
    public void FieldOf_Feature_IsItsField(string feature, string? field) => ModelSchema.FieldOf(feature).ShouldBe(field);

    private static async Task<ValidationReport> Report(ModelSchema? model, IEnumerable<BookingEvent> events)
    {
        var options = new ValidationOptions();
        using var collector = new ReportCollector(BookingValidator.Default, ValidationMode.History, options, null, model);
        var run = new ValidationRun("run", BookingValidator.Default, ValidationMode.History, options, report: collector);
        await foreach (var booking in run.AcceptAsync(events.Select((e, i) => new BookingRow(i + 1, e, [])).ToAsyncEnumerable(), default))
        {
            booking.ShouldNotBeNull();
        }

        return collector.Build(run.Summary, "bookings.csv", default, new DateOnly(2017, 5, 1));
    }
}
