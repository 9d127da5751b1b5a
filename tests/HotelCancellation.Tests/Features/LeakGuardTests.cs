using HotelCancellation.Features;

namespace HotelCancellation.Tests.Features;

public class LeakGuardTests
{
    [Theory]
    [InlineData("reservation_status")]
    [InlineData("reservation_status_date")]
    [InlineData("assigned_room_type")]
    [InlineData("booking_changes")]
    [InlineData("days_in_waiting_list")]
    [InlineData("required_car_parking_spaces")]
    [InlineData("country")]
    [InlineData("is_canceled")]
    [InlineData("arrival_date_year")]
    [InlineData("assignedRoomType")]
    [InlineData("STATUS")]
    public void Select_ColumnKnownLater_IsRefusedByName(string name)
    {
        var (features, refusals) = LeakGuard.Select([name, "adr"]);

        features.ShouldHaveSingleItem().Name.ShouldBe("adr");
        refusals.ShouldHaveSingleItem().ShouldContain($"'{name}' is refused");
    }

    [Fact]
    public void Select_UnknownName_SaysWhatIsAllowed()
    {
        var (_, refusals) = LeakGuard.Select(["adrr"]);

        refusals.ShouldHaveSingleItem().ShouldContain("'adrr' does not exist");
        refusals[0].ShouldContain("leadTimeDays");
    }

    [Fact]
    public void Default_Features_AreAllKnownAtThePrediction() =>
        FeatureCatalog.Default.ShouldAllBe(f => f.KnownAt != KnownAt.Later);

    [Fact]
    public void All_Names_AreUnique() =>
        FeatureCatalog.All.Select(f => f.Name).ShouldBeUnique();
}
