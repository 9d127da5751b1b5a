using HotelCancellation.IntegrationTests.Support;
using HotelCancellation.Platform.Access;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace HotelCancellation.IntegrationTests.Platform;

public sealed class ApiKeyRingTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    [Fact]
    public async Task StillHolds_ReadAgainOrExpired_IsFalse()
    {
        await using var stage = new TestStage(azurite.Settings());
        var (keys, ring) = Ring(stage);
        var made = await keys.CreateAsync(new ApiKeyRequest { Name = "test", Roles = ApiRoles.Predict, Expires = stage.Time.GetUtcNow().AddMinutes(1) });
        ring.StillHolds(made.Key, ring.Reading).ShouldBeFalse("nothing was read");
        await ring.RefreshAsync();
        var reading = ring.Reading;

        ring.FindKnown(made.Text)!.Value.Verdict.ShouldBe(KeyVerdict.Valid);
        ring.StillHolds(made.Key, reading).ShouldBeTrue();
        stage.Time.Advance(TimeSpan.FromSeconds(59));
        ring.StillHolds(made.Key, reading).ShouldBeTrue();
        stage.Time.Advance(TimeSpan.FromSeconds(1));
        ring.StillHolds(made.Key, reading).ShouldBeFalse("it has expired");

        var lasting = (await keys.CreateAsync(new ApiKeyRequest { Name = "test", Roles = ApiRoles.Predict })).Key;
        ring.StillHolds(lasting, reading).ShouldBeTrue();
        await ring.RefreshAsync();
        ring.StillHolds(lasting, reading).ShouldBeFalse("keys were read again");
        ring.StillHolds(lasting, ring.Reading).ShouldBeTrue();
    }

    [Fact]
    public async Task FindKnown_NotInMemory_IsNull()
    {
        await using var stage = new TestStage(azurite.Settings());
        var (keys, ring) = Ring(stage);
        var made = await keys.CreateAsync(new ApiKeyRequest { Name = "test", Roles = ApiRoles.Predict });

        ring.FindKnown(made.Text).ShouldBeNull();
        await ring.RefreshAsync();
        ring.FindKnown(made.Text)!.Value.Verdict.ShouldBe(KeyVerdict.Valid);
        ring.FindKnown("nonsense").ShouldBeNull();
        ring.FindKnown(made.Text[..^2] + "AA")!.Value.Verdict.ShouldBe(KeyVerdict.Unknown);
    }

    private static (TableApiKeys Keys, ApiKeyRing Ring) Ring(TestStage stage)
    {
        var keys = new TableApiKeys(stage.Storage, stage.Time);
        return (keys, new ApiKeyRing(keys, Options.Create(new AccessOptions()), stage.Time, NullLogger<ApiKeyRing>.Instance));
    }
}
