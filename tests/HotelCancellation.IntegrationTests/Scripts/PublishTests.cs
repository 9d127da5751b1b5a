using System.Diagnostics;
using HotelCancellation.Tests.Docs;

namespace HotelCancellation.IntegrationTests.Scripts;

/// <summary>What a host is published as.</summary>
public sealed class PublishTests
{
    [Theory]
    [InlineData("HotelCancellation.Web")]
    [InlineData("HotelCancellation.Functions")]
    public async Task Publish_ForOneKindOfMachine_IsCompiledAheadOfTime(string project)
    {
        // A publish takes a minute; what it would do takes half a second to ask.
        var start = new ProcessStartInfo("dotnet", ["msbuild", Path.Combine("src", project), "-getProperty:PublishReadyToRun", "-p:RuntimeIdentifier=linux-x64"])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            WorkingDirectory = Checkout.Root,
        };
        using var msbuild = Process.Start(start)!;
        var answer = await msbuild.StandardOutput.ReadToEndAsync();
        await msbuild.WaitForExitAsync();

        answer.Trim().ShouldBe("true");
    }
}
