using HotelCancellation.Platform;
using HotelCancellation.Validation;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace HotelCancellation.Tests.Validation;

public sealed class ValidationRegistrationTests
{
    [Fact]
    public void AddValidation_NoSettings_GivesTheDefaults()
    {
        using var provider = Build([]);

        provider.GetRequiredService<IOptions<ValidationOptions>>().Value.MaxRejectedShare.ShouldBe(0.05);
        provider.GetRequiredService<BookingValidator>().ShouldNotBeNull();
        provider.GetRequiredService<IQuarantine>().ShouldBeOfType<BlobQuarantine>();
    }

    [Theory]
    [InlineData("Validation:MaxRejectedShare", "1.5")]
    [InlineData("Validation:MinRows", "0")]
    [InlineData("Validation:ExpectationsFile", "no-such-file.json")]
    public void AddValidation_BadSetting_IsNamedInOneLine(string setting, string value)
    {
        using var provider = Build(new() { [setting] = value });

        var e = Should.Throw<OptionsValidationException>(() => provider.GetRequiredService<IOptions<ValidationOptions>>().Value);

        e.Failures.ShouldHaveSingleItem().ShouldContain(setting);
    }

    private static ServiceProvider Build(Dictionary<string, string?> settings) => new ServiceCollection()
        .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(settings).Build())
        .AddPlatform()
        .AddValidation()
        .BuildServiceProvider();
}
