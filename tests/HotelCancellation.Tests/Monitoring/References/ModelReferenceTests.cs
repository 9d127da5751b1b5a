using HotelCancellation.Monitoring.Concept;
using HotelCancellation.Monitoring.References;

namespace HotelCancellation.Tests.Monitoring.References;

public sealed class ModelReferenceTests
{
    private static readonly ModelReference Reference = QuickReference.Reference;

    [Fact]
    public void Fit_TheSameTraining_GivesTheSameBytes() =>
        ReferenceFitter.Fit(QuickReference.Train())!.ToBytes().ShouldBe(Reference.ToBytes());

    [Fact]
    public void FromBytes_OfToBytes_IsTheSame()
    {
        var read = ModelReference.FromBytes(QuickReference.Result.Model.Encoder, Reference.ToBytes());

        read.ToBytes().ShouldBe(Reference.ToBytes());
        read.Scopes.Keys.ShouldBe(Reference.Scopes.Keys);
        read.Importance.ShouldBe(Reference.Importance);
        read.Scopes[ModelReference.All].Baseline.ShouldBe(Reference.Scopes[ModelReference.All].Baseline);
        read.KnownBefore.ShouldBe(Reference.KnownBefore);
    }

    [Fact]
    public void FromBytes_CutOffOrOfAnotherKind_IsRefused()
    {
        var bytes = Reference.ToBytes();

        Should.Throw<InvalidDataException>(() => ModelReference.FromBytes(QuickReference.Result.Model.Encoder, bytes[..(bytes.Length / 2)]));
        Should.Throw<InvalidDataException>(() => ModelReference.FromBytes(QuickReference.Result.Model.Encoder, [1, 99, .. bytes[2..]]));
        Should.Throw<InvalidDataException>(() => ModelReference.FromBytes(QuickReference.Result.Model.Encoder, [.. bytes, 0]));
    }

    [Fact]
    public void Fit_Columns_AreOfTheBookingAndNotOfTheDateOrTheHotelsState()
    {
        var names = Reference.Columns.Select(c => c.Name).ToArray();

        names.ShouldBe(names.Distinct());
        new[] { "adr", "leadTimeDays", "agent", "marketSegment", "priceForRoomType" }.ShouldBeSubsetOf(names);
        names.ShouldNotContain(n => n.StartsWith("arrival", StringComparison.Ordinal) || n.EndsWith("Share", StringComparison.Ordinal) || n.StartsWith("night", StringComparison.Ordinal) && n != "nights" || n == "propertyId");
        Reference.Importance.ShouldAllBe(i => i >= 0);
        Reference.Importance.Sum().ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Fit_Sketches_HoldEachPartyOfTheLastYearOnce()
    {
        // Nothing of the last day is known.
        var parties = new PartySizes();
        var known = QuickReference.Known.Select(h => h.Events[0].Event.Booking).Where(b => b.BookedOn < Reference.KnownBefore).ToArray();
        var from = ColumnReference.StartOf(known.Max(b => b.BookedOn).DayNumber + 1 - ColumnReference.YearDays);
        var bookings = known.Count(b => parties.Add(b) == 1 && b.BookedOn.DayNumber >= from);

        foreach (var column in Reference.Scopes[ModelReference.All].Columns)
        {
            column.Sketch.Rows.ShouldBe(bookings);
            column.Seasons.Where(s => s.Key >= from).Sum(s => s.Value.Rows).ShouldBe(bookings);
            column.Seasons.Count(s => s.Key < from).ShouldBe(3);
            column.DesignEffect.ShouldBeGreaterThanOrEqualTo(1);
        }

        var properties = Reference.Scopes.Where(s => s.Key != ModelReference.All).ToArray();
        properties.Length.ShouldBe(2);
        properties.Sum(s => s.Value.Columns[0].Sketch.Rows).ShouldBe(bookings);
    }

    [Fact]
    public void Season_DaysOfTheYearBefore_AreItsFortnightsAndNothingElse()
    {
        var column = Reference.Scopes[ModelReference.All].Columns[0];
        var day = Reference.KnownBefore.AddDays(20);
        var starts = Enumerable.Range(0, 28).Select(back => ColumnReference.StartOf(day.DayNumber - back - 364)).Distinct().ToArray();

        column.Season(day.AddDays(-27), day)!.Rows.ShouldBe(starts.Sum(s => column.Seasons[s].Rows));
        column.Season(day.AddDays(400), day.AddDays(427)).ShouldBeNull("training does not know that season");
    }
}
