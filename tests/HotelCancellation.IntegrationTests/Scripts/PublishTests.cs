using System.Diagnostics;
using HotelCancellation.Tests.Docs;

namespace HotelCancellation.IntegrationTests.Scripts;

/// <summary>What a host is published as. A publish takes a minute; what it would do takes half a second to ask.</summary>
public sealed class PublishTests
{
    private const string Web = "HotelCancellation.Web";

    [Theory]
    [InlineData(Web)]
    [InlineData("HotelCancellation.Functions")]
    public async Task Publish_ForOneKindOfMachine_IsCompiledAheadOfTime(string project) =>
        (await PropertyAsync(project, "PublishReadyToRun")).ShouldBe("true");

    /// <summary>The files of one would be taken for the other's: a host for the installed runtime that says it has one of its own does not start.</summary>
    [Theory]
    [InlineData("OutDir")]
    [InlineData("IntermediateOutputPath")]
    public async Task Publish_AsOneWithTheRuntime_IsBuiltInAFolderOfItsOwn(string folder) =>
        (await PropertyAsync(Web, folder, "-p:PublishReadyToRunComposite=true")).ShouldNotBe(await PropertyAsync(Web, folder));

    private static async Task<string> PropertyAsync(string project, string property, params string[] more)
    {
        var start = new ProcessStartInfo("dotnet", ["msbuild", Path.Combine("src", project), $"-getProperty:{property}", "-p:RuntimeIdentifier=linux-x64", .. more])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            WorkingDirectory = Checkout.Root,
        };
        using var msbuild = Process.Start(start)!;
        var answer = await msbuild.StandardOutput.ReadToEndAsync();
        await msbuild.WaitForExitAsync();
        return answer.Trim();
    }
}
