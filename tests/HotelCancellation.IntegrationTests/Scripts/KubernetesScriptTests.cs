using Xunit.Abstractions;

namespace HotelCancellation.IntegrationTests.Scripts;

/// <summary>The scripts of <c>infra/scripts/k8s</c>; what they do where <c>kubectl</c> fails is tested by <c>tests/infra/release-faults.sh</c>, which this runs.</summary>
public sealed class KubernetesScriptTests(ITestOutputHelper output)
{
    [SkippableFact]
    public async Task Release_KubectlFailsAtEachOfItsCalls_EndsWithAWorkingVersionThatAnswers()
    {
        var result = await Script.RunWithAsync(FaultShare.Variables(output), "tests/infra/release-faults.sh");

        result.Exit.ShouldBe(0, result.Output + result.Errors);
        result.Output.ShouldEndWith(" passed, 0 failed\n");
    }

    [SkippableTheory]
    [InlineData("canary.sh")]
    [InlineData("blue-green.sh")]
    public async Task Help_OfEachScript_NamesItsOptions(string script)
    {
        var result = await Script.RunAsync($"infra/scripts/k8s/{script}", "--help");

        result.Exit.ShouldBe(0, result.Errors);
        foreach (var option in new[] { "--image REF", "--back", "--steps LIST", "--dry-run", "Exit code" })
        {
            result.Output.ShouldContain(option);
        }

        result.Output.ShouldNotContain("#!");
    }

    [SkippableTheory]
    [InlineData("provision.sh", "--what-if")]
    [InlineData("connect.sh", "--host NAME")]
    public async Task Help_OfAnInstallationsScript_NamesItsOptions(string script, string option)
    {
        var result = await Script.RunAsync($"infra/scripts/k8s/{script}", "--help");

        result.Exit.ShouldBe(0, result.Errors);
        result.Output.ShouldContain(option);
        result.Output.ShouldContain("--environment dev|prod");
    }

    [SkippableTheory]
    [InlineData("--environment nowhere: must be dev or prod.", "provision.sh", "--environment", "nowhere")]
    [InlineData("--host x y: must be a host name.", "connect.sh", "--environment", "dev", "--host", "x y")]
    [InlineData("--image app:latest: must be named by digest or version", "canary.sh", "--image", "app:latest")]
    [InlineData("--overlay none: there is no kustomization.yaml.", "blue-green.sh", "--overlay", "none")]
    [InlineData("--fast: there is no such option.", "canary.sh", "--fast")]
    [InlineData("--environment: there is no such option.", "canary.sh", "--environment", "dev")]
    public async Task Script_BadUsage_SaysWhatIsWrong(string message, string script, params string[] arguments)
    {
        var result = await Script.RunAsync($"infra/scripts/k8s/{script}", arguments);

        (result.Exit, result.Output).ShouldBe((2, ""));
        result.Errors.ShouldContain(message);
    }
}
