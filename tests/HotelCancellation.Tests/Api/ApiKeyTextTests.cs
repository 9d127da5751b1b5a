using HotelCancellation.Platform.Access;

namespace HotelCancellation.Tests.Api;

public sealed class ApiKeyTextTests
{
    [Fact]
    public void Create_Twice_GivesDifferentKeysThatSplit()
    {
        var (id, text) = ApiKeyText.Create();

        text.ShouldNotBe(ApiKeyText.Create().Text);
        ApiKeyText.TrySplit(text, out var splitId, out var secret).ShouldBeTrue();
        splitId.ToString().ShouldBe(id);
        text.ShouldBe($"hc_{id}_{secret}");
        ApiKeyText.Matches(secret, ApiKeyText.Hash(secret)).ShouldBeTrue();
    }

    [Fact]
    public void Matches_OtherSecret_IsFalse() =>
        ApiKeyText.Matches(new string('A', 43), ApiKeyText.Hash(new string('B', 43))).ShouldBeFalse();

    [Theory]
    [InlineData("")]
    [InlineData("hc_")]
    [InlineData("hx_aaaaaaaaaaaa_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("hc_aaaaaaaaaaa|_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("hc_aaaaaaaaaaaa-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("hc_aaaaaaaaaaaa_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'")]
    [InlineData("hc_aaaaaaaaaaaa_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public void TrySplit_NoKey_IsFalse(string text) => ApiKeyText.TrySplit(text, out _, out _).ShouldBeFalse();

    [Theory]
    [InlineData(ApiRoles.Predict, ApiRoles.Predict, true)]
    [InlineData(ApiRoles.Predict | ApiRoles.Ingest, ApiRoles.Operate, false)]
    [InlineData(ApiRoles.Admin, ApiRoles.Operate, true)]
    [InlineData(ApiRoles.Operate, ApiRoles.Admin, false)]
    [InlineData(ApiRoles.None, ApiRoles.Predict, false)]
    public void Include_Roles_AdminHasAll(ApiRoles roles, ApiRoles needed, bool expected) => roles.Include(needed).ShouldBe(expected);

    [Theory]
    [InlineData("predict, Operate", true, ApiRoles.Predict | ApiRoles.Operate)]
    [InlineData("admin", true, ApiRoles.Admin)]
    [InlineData("predict,root", false, ApiRoles.None)]
    [InlineData("", false, ApiRoles.None)]
    public void TryParse_Text_ReadsWhatToTextWrites(string text, bool expected, ApiRoles roles)
    {
        ApiRolesText.TryParse(text, out var parsed).ShouldBe(expected);
        parsed.ShouldBe(roles);
    }
}
