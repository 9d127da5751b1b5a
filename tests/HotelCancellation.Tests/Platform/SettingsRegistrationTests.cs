using System.ComponentModel.DataAnnotations;
using HotelCancellation.Platform;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace HotelCancellation.Tests.Platform;

public sealed class SettingsRegistrationTests
{
    [Fact]
    public async Task AddSettings_HostThatStarted_HasCheckedTheVeryOptionsThatAreInjected()
    {
        using var host = Host();

        await host.StartAsync();

        var injected = host.Services.GetRequiredService<IOptions<Sample>>().Value;
        injected.Checks.ShouldBe(1);
        injected.ShouldBeSameAs(host.Services.GetRequiredService<IOptionsMonitor<Sample>>().CurrentValue);
    }

    [Fact]
    public async Task AddSettings_SeveralFaults_AreAllNamedBeforeItsOwnRules()
    {
        using var host = Host(("Sample:Seconds", "0"), ("Sample:Name", ""));

        var fault = await Should.ThrowAsync<OptionsValidationException>(() => host.StartAsync());

        fault.Failures.ShouldBe(["Sample:Seconds must be 1 to 9.", "Sample:Name must not be empty."]);
    }

    [Fact]
    public async Task AddSettings_OwnRule_IsNamed()
    {
        using var host = Host(("Sample:Seconds", "3"), ("Sample:Name", "three"));

        (await Should.ThrowAsync<OptionsValidationException>(() => host.StartAsync())).Failures.ShouldBe(["Sample:Seconds must not be 3."]);
    }

    [Fact]
    public async Task AddSettings_NoNumber_IsNamedWithItsValue()
    {
        using var host = Host(("Sample:Seconds", "soon"));

        (await Should.ThrowAsync<OptionsValidationException>(() => host.StartAsync())).Message.ShouldContain("Failed to convert configuration value 'soon' at 'Sample:Seconds'");
    }

    private static IHost Host(params (string Key, string Value)[] settings)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value)));
        builder.Services.AddSettings<Sample>("Sample");
        return builder.Build();
    }

    private sealed class Sample : IValidatableObject
    {
        [Range(1, 9, ErrorMessage = "Sample:Seconds must be 1 to 9.")]
        public int Seconds { get; set; } = 5;

        [Required(ErrorMessage = "Sample:Name must not be empty.")]
        public string? Name { get; set; } = "five";

        internal int Checks { get; private set; }

        public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
        {
            Checks++;
            return Seconds == 3 ? [new ValidationResult("Sample:Seconds must not be 3.")] : [];
        }
    }
}
