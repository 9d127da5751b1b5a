using HotelCancellation.Platform;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace HotelCancellation.Tests.Platform;

public sealed class StorageOptionsTests
{
    private const string Secret = "c2VjcmV0IHRoYXQgbm9ib2R5IG1heSBzZWU=";

    [Theory]
    [InlineData("")]
    [InlineData("UseDevelopmentStorage=true")]
    [InlineData($"DefaultEndpointsProtocol=http;AccountName=other;AccountKey={Secret};BlobEndpoint=http://127.0.0.1:10000/other;TableEndpoint=http://localhost:10002/other;")]
    [InlineData($"DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey={Secret};BlobEndpoint=http://azurite:10000/devstoreaccount1;TableEndpoint=http://azurite:10002/devstoreaccount1;")]
    public void Validate_ConnectionStringOfAnEmulator_IsTaken(string connection) => Failures(connection).ShouldBeEmpty();

    [Theory]
    [InlineData($"DefaultEndpointsProtocol=https;AccountName=hoteldata;AccountKey={Secret};EndpointSuffix=core.windows.net")]
    [InlineData("BlobEndpoint=https://hoteldata.blob.core.windows.net/;TableEndpoint=https://hoteldata.table.core.windows.net/;SharedAccessSignature=sv=2024-11-04&sig=c2VjcmV0IHRoYXQgbm9ib2R5IG1heSBzZWU%3D")]
    [InlineData($"DefaultEndpointsProtocol=http;AccountName=hoteldata;AccountKey={Secret};BlobEndpoint=http://127.0.0.1:10000/a;TableEndpoint=https://hoteldata.table.core.windows.net/;")]
    public void Validate_ConnectionStringOfAnAccount_IsRefusedByNameAndNotRepeated(string connection)
    {
        var failure = Failures(connection).ShouldHaveSingleItem();

        failure.ShouldStartWith("Storage:ConnectionString is for the local emulator only; reach the account 'hoteldata' by Storage:AccountName");
        failure.ShouldNotContain("c2VjcmV0");
    }

    [Fact]
    public void Validate_Nonsense_IsNamedAndNotRepeated()
    {
        var failure = Failures($"AccountKey={Secret}").ShouldHaveSingleItem();

        failure.ShouldStartWith("Storage:ConnectionString is not the connection string");
        failure.ShouldNotContain("c2VjcmV0");
    }

    private static IEnumerable<string> Failures(string connection)
    {
        using var services = new ServiceCollection()
            .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create("Storage:ConnectionString", (string?)connection)]).Build())
            .AddPlatform()
            .BuildServiceProvider();
        try
        {
            _ = services.GetRequiredService<IOptions<StorageOptions>>().Value;
            return [];
        }
        catch (OptionsValidationException e)
        {
            return e.Failures;
        }
    }
}
