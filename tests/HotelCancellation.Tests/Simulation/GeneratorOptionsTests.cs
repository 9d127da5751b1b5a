using HotelCancellation.Simulation;

namespace HotelCancellation.Tests.Simulation;

public sealed class GeneratorOptionsTests
{
    public static TheoryData<GeneratorOptions, string> Refused => new()
    {
        { new GeneratorOptions { Properties = 0 }, "Properties must be 1 to 500, not 0." },
        { new GeneratorOptions { Properties = 501 }, "Properties must be 1 to 500, not 501." },
        { new GeneratorOptions { BookingsPerDay = 0 }, "BookingsPerDay must be 0.1 to 10000, not 0." },
        { new GeneratorOptions { BookingsPerDay = double.NaN }, "BookingsPerDay must be 0.1 to 10000, not NaN." },
        { new GeneratorOptions { From = new DateOnly(1949, 12, 31) }, "From must be in the years 1950 to 2150, not 1949-12-31." },
        { new GeneratorOptions { Days = 0 }, "Days must be 1 to 36500, not 0." },
        { new GeneratorOptions { Days = int.MaxValue }, "Days must be 1 to 36500, not 2147483647." },
        { new GeneratorOptions { From = new DateOnly(2024, 1, 1), Days = 31, HorizonDate = new DateOnly(2024, 1, 30) }, "HorizonDate must not be before the last booking day 2024-01-31, and is 2024-01-30." },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void BookingGenerator_SettingOutOfRange_IsRefusedByNameValueAndRange(GeneratorOptions options, string message)
    {
        options.Problems().ShouldBe([message]);
        Should.Throw<ArgumentException>(() => new BookingGenerator(options)).Message.ShouldStartWith(message);
    }

    [Fact]
    public void Problems_SeveralSettingsOutOfRange_NamesThemAll() =>
        new GeneratorOptions { Properties = -1, Days = -1, BookingsPerDay = -1 }.Problems().Count.ShouldBe(3);

    [Fact]
    public void Problems_DefaultsAndLimits_AreAllowed()
    {
        new GeneratorOptions().Problems().ShouldBeEmpty();
        new GeneratorOptions { Properties = 500, BookingsPerDay = 10_000, From = new DateOnly(2150, 12, 31), Days = 36_500, Seed = long.MinValue }.Problems().ShouldBeEmpty();
    }
}
