using System.Text;
using HotelCancellation.Bookings.Mapping;
using HotelCancellation.Bookings.Reading;

namespace HotelCancellation.Tests.Bookings.Mapping;

public sealed class MappingProposerTests
{
    [Fact]
    public async Task Propose_CanonicalHeader_IsReadyAndCertain()
    {
        var header = string.Join(',', BookingField.All.Select(f => f.Name));
        var mapping = await Propose($"{header}\nB-1,h,,2024-01-05,2024-02-01,0,2,2,0,0,BB,Direct,Direct,A,No Deposit,,,Transient,,false,0,0,90.5,0,checkedOut,2024-02-03,\n");

        mapping.EnsureReady();
        mapping.Fields.Values.ShouldAllBe(r => r.Confidence == 1);
        mapping.UnusedColumns.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("Check-in", "03/04/2024,05/06/2024", null, "is '03/04/2024' 3 April 2024 (d/M/yyyy) or 4 March 2024 (M/d/yyyy)?")]
    [InlineData("Check-in", "03-04-24,05-06-24", null, "3 April 2024")]
    [InlineData("Check-in", "13/04/2024,05/06/2024", "d/M/yyyy", null)]
    [InlineData("Check-in", "04/13/2024,05/06/2024", "M/d/yyyy", null)]
    [InlineData("Check-in", "13/04/2024,31/02/2024,05/06/2024", "d/M/yyyy", null)]
    [InlineData("Check-in", "13/04/2024,20/04/2024,04/13/2024", null, "of two kinds")]
    [InlineData("Check-in", "13.04.2024,05.06.2024", "d.M.yyyy", null)]
    [InlineData("Check-in", "soon,later", null, "How are the dates")]
    [InlineData("Arrival", "2024-03-31T22:30:00Z,2024-04-02T09:00:00Z", null, "time zone")]
    [InlineData("Arrival", "2024-03-31 22:30:00,2024-04-02 09:00:00", null, "time zone")]
    [InlineData("Arrival", "2024-03-31 00:00:00,2024-04-02 00:00:00", null, null)]
    [InlineData("arrivalDate", "01/01/2024,02/02/2024", null, "No value of the sample tells")]
    public async Task Propose_Dates_AsksWhatTheValuesDoNotTell(string column, string values, string? format, string? question)
    {
        var rule = await Rule("arrivalDate", column, values.Split(','));

        rule.Format.ShouldBe(format);
        Asked(rule, question);
    }

    [Theory]
    [InlineData("rate", "101.5|90", null, null, null)]
    [InlineData("rate", "101,5|90", ',', null, null)]
    [InlineData("rate", "1.101,50|90", ',', null, null)]
    [InlineData("rate", "1,101.50|90", '.', null, null)]
    [InlineData("rate", "1.234|2.345", null, null, "three decimals")]
    [InlineData("rate", "101.5|90,25", null, null, "of two kinds")]
    [InlineData("rate", "10150|9025", null, null, "are they cents")]
    [InlineData("ADR cents", "10150|9025", null, 0.01, null)]
    public async Task Propose_Prices_AsksForSignAndUnit(string column, string values, char? sign, double? scale, string? question)
    {
        var rule = await Rule("adr", column, values.Split('|'));

        (rule.Decimal, rule.Scale).ShouldBe((sign, scale));
        Asked(rule, question);
    }

    [Theory]
    [InlineData("status", "State", "Cxl,Departed,No Show", null)]
    [InlineData("status", "State", "Cxl,Departed,Waitlist", "'Waitlist'")]
    [InlineData("status", "is_cancelled", "1,0", "still to come")]
    [InlineData("isRepeatedGuest", "repeat guest", "Y,N", null)]
    [InlineData("isRepeatedGuest", "repeat guest", "Y,maybe", "'maybe'")]
    [InlineData("depositType", "deposit", "Flexible,NRF", null)]
    [InlineData("depositType", "deposit", "50 EUR", "'50 EUR'")]
    [InlineData("customerType", "guest type", "Transient,VIP", "'VIP'")]
    public async Task Propose_Words_AsksForThoseItDoesNotKnow(string field, string column, string values, string? question) =>
        Asked(await Rule(field, column, values.Split(',')), question);

    [Fact]
    public async Task Propose_TwoCandidates_IsAskedAndLeftWithoutSource()
    {
        var rule = (await Propose("Arrival;Check-in\n2024-01-05;2024-01-06\n")).Fields["arrivalDate"];

        rule.Columns.ShouldBeEmpty();
        rule.Questions.ShouldHaveSingleItem().Candidates.ShouldBe(["Arrival", "Check-in"]);
    }

    [Fact]
    public async Task Propose_NoStatusDate_AsksWhetherTheArrivalIsGoodEnough() =>
        (await Propose("State\nCxl\n")).Fields["statusDate"].Questions.ShouldHaveSingleItem().Text.ShouldContain("day of arrival good enough");

    [Fact]
    public async Task Propose_RequiredFieldWithoutAColumn_IsAsked()
    {
        var mapping = await Propose("X\n1\n");

        mapping.OpenQuestions.Select(q => q.Field).ShouldBe(["bookedOn", "arrivalDate", "weekendNights", "weekNights", "adults", "adr"]);
        mapping.UnusedColumns.ShouldBe(["X"]);
        Should.Throw<MappingException>(mapping.EnsureReady);
    }

    [Fact]
    public async Task Propose_RowsBeyondTheSample_AreNotRead()
    {
        var text = new StringBuilder("Check-in\n");
        for (var i = 0; i < 20; i++)
        {
            text.Append(i < 10 ? "03/04/2024\n" : "25/04/2024\n");
        }

        var mapping = await MappingProposer.ProposeAsync(new MemoryStream(Encoding.UTF8.GetBytes(text.ToString())), 10, default);

        mapping.Fields["arrivalDate"].Questions.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Propose_NoRows_IsUnreadable() => await Should.ThrowAsync<UnreadableInputException>(() => Propose("Arrival\n"));

    private static void Asked(FieldRule rule, string? question)
    {
        if (question is null)
        {
            rule.Questions.ShouldBeEmpty();
        }
        else
        {
            rule.Questions.ShouldHaveSingleItem().Text.ShouldContain(question);
        }
    }

    private static async Task<FieldRule> Rule(string field, string column, string[] values) =>
        (await Propose($"{column};X\n{string.Concat(values.Select(v => $"{v};1\n"))}")).Fields[field];

    private static Task<BookingMapping> Propose(string text) => MappingProposer.ProposeAsync(new MemoryStream(Encoding.UTF8.GetBytes(text)), MappingProposer.UsualRows, default);
}
