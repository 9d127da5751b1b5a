using HotelCancellation.Api;
using HotelCancellation.Platform;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace HotelCancellation.Tests.Api;

public sealed class HostRoleOptionsTests
{
    [Theory]
    [InlineData("api,jobs", true, true)]
    [InlineData("JOBS , api", true, true)]
    [InlineData("api", true, false)]
    [InlineData("jobs", false, true)]
    public void Validate_Roles_AreRead(string roles, bool serves, bool works)
    {
        var options = Read(roles);

        (options.Serves, options.Works).ShouldBe((serves, works));
    }

    [Theory]
    [InlineData("")]
    [InlineData(",")]
    [InlineData("api,work")]
    public void Validate_OtherRoles_AreNamed(string roles) =>
        Should.Throw<OptionsValidationException>(() => Read(roles)).Failures.ShouldHaveSingleItem().ShouldBe($"Host:Roles must be api, jobs or api,jobs; got '{roles}'.");

    private static HostRoleOptions Read(string roles)
    {
        using var services = new ServiceCollection()
            .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create("Host:Roles", (string?)roles)]).Build())
            .AddSettings<HostRoleOptions>(HostRoleOptions.Section)
            .BuildServiceProvider();
        return services.GetRequiredService<IOptions<HostRoleOptions>>().Value;
    }
}
