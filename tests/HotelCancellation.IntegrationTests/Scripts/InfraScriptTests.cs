using HotelCancellation.IntegrationTests.Ingest;
using HotelCancellation.IntegrationTests.Support;
using HotelCancellation.Platform.Access;
using Xunit.Abstractions;

namespace HotelCancellation.IntegrationTests.Scripts;

/// <summary>
/// The scripts of <c>infra/scripts</c>; what they do where <c>az</c> fails is tested by <c>tests/infra/deploy-faults.sh</c>, and how a run is followed by
/// <c>tests/infra/retrain-runs.sh</c>, which this runs.
/// </summary>
public sealed class InfraScriptTests(AzuriteFixture azurite, ITestOutputHelper log) : IClassFixture<AzuriteFixture>
{
    [SkippableFact]
    public async Task Deploy_AzFailsAtEachOfItsCalls_EndsWithAWorkingVersionInProduction()
    {
        var result = await Script.RunWithAsync(FaultShare.Variables(log), "tests/infra/deploy-faults.sh");

        result.Exit.ShouldBe(0, result.Output + result.Errors);
        result.Output.ShouldEndWith(" passed, 0 failed\n");
    }

    [SkippableFact]
    public async Task Retrain_WhateverTheAppAnswers_SaysWhatCameOfIt()
    {
        var (exit, output, errors) = await RunAsync("tests/infra/retrain-runs.sh");

        exit.ShouldBe(0, output + errors);
        output.ShouldEndWith(" passed, 0 failed\n");
    }

    [SkippableFact]
    public async Task Retrain_OnARealHost_StartsARunAndFollowsItToItsEnd()
    {
        var settings = new Dictionary<string, string?>(azurite.Settings()) { ["Retraining:PollSeconds"] = "1" };
        string key;
        await using (var stage = new TestStage(settings))
        {
            key = (await stage.Get<TableApiKeys>().CreateAsync(new ApiKeyRequest { Name = "pipeline", Roles = ApiRoles.Operate })).Text;
        }

        await using var host = await WebProcess.StartAsync(settings, key);
        var url = host.Client.BaseAddress!.ToString();

        var started = await RunWithAsync(key, "infra/scripts/retrain.sh", "start", "--url", url, "--note", "a test", "--approval", "true");
        var run = started.Output.Split('\n')[0].Split('=')[1];
        var followed = await RunWithAsync(key, "infra/scripts/retrain.sh", "wait", "--url", url, "--run", run, "--poll-seconds", "1", "--wait-minutes", "2");
        var approved = await RunWithAsync(key, "infra/scripts/retrain.sh", "approve", "--url", url, "--rollout", "none", "--note", "a test");

        started.Exit.ShouldBe(0, started.Errors);
        (followed.Exit, followed.Output).ShouldBe((0, "status=ended\noutcome=rejected\nrollout=\n"), followed.Errors);
        approved.Exit.ShouldBe(1);
        approved.Errors.ShouldContain("There is no rollout 'none'.");
    }

    [SkippableTheory]
    [InlineData("deploy.sh", "--package FILE")]
    [InlineData("provision.sh", "--what-if")]
    [InlineData("retrain.sh", "--rollout ID")]
    [InlineData("rollback.sh", "--package NAME")]
    [InlineData("swap.sh", "--dry-run")]
    [InlineData("watch.sh", "--watch-seconds N")]
    public async Task Help_OfEachScript_NamesItsOptions(string script, string option)
    {
        var (exit, output, _) = await RunAsync($"infra/scripts/{script}", "--help");

        exit.ShouldBe(0);
        output.ShouldContain(option);
        output.ShouldContain("--environment dev|staging|prod");
        output.ShouldNotContain("#!");
    }

    [SkippableTheory]
    [InlineData("--environment test: must be dev, staging or prod.", "swap.sh", "--environment", "test")]
    [InlineData("--fast: there is no such option.", "deploy.sh", "--fast")]
    [InlineData("--package none.zip: there is no such file.", "deploy.sh", "--environment", "dev", "--package", "none.zip")]
    [InlineData("--max-error-rate 2: must be a number from 0 to 1.", "watch.sh", "--max-error-rate", "2")]
    [InlineData("--environment is needed.", "rollback.sh", "--dry-run")]
    [InlineData("--package: a value is needed.", "rollback.sh", "--package")]
    [InlineData("--note is needed.", "retrain.sh", "start")]
    public async Task Script_BadUsage_SaysWhatIsWrong(string message, string script, params string[] arguments)
    {
        var (exit, output, errors) = await RunAsync($"infra/scripts/{script}", arguments);

        exit.ShouldBe(2);
        output.ShouldBeEmpty();
        errors.ShouldContain(message);
    }

    private static Task<ScriptResult> RunAsync(string script, params string[] arguments) => Script.RunWithAsync(WithKey(null), script, arguments);

    private static Task<ScriptResult> RunWithAsync(string key, string script, params string[] arguments) => Script.RunWithAsync(WithKey(key), script, arguments);

    private static Dictionary<string, string?> WithKey(string? key) => new(StringComparer.Ordinal) { ["HOTELCANCEL_KEY"] = key };
}
