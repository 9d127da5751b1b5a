using System.Text.RegularExpressions;
using HotelCancellation.Tests.Docs;

namespace HotelCancellation.Tests.Infra;

/// <summary>What actionlint does not look at: pins, permissions, concurrency and the order of the jobs.</summary>
public sealed partial class WorkflowTests
{
    public static TheoryData<string> Names => ["ci", "deploy", "retrain", "nightly"];

    [Theory]
    [MemberData(nameof(Names))]
    public void Actions_FromElsewhere_ArePinnedByCommitAndSayTheirVersion(string name)
    {
        var uses = Lines(name).Where(line => line.TrimStart('-', ' ').StartsWith("uses: ", StringComparison.Ordinal) && !line.Contains("uses: ./", StringComparison.Ordinal));

        uses.ShouldAllBe(line => Pin().IsMatch(line));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Workflows_All_HavePermissionsConcurrencyAndTimeLimits(string name)
    {
        var lines = Lines(name);

        lines.Count(line => line.StartsWith("permissions:", StringComparison.Ordinal)).ShouldBe(1);
        lines.Count(line => line.StartsWith("concurrency:", StringComparison.Ordinal)).ShouldBe(1);
        lines.ShouldNotContain(line => line.Contains(": write", StringComparison.Ordinal) && !line.Contains("id-token: write", StringComparison.Ordinal));
        lines.Count(line => line.Contains("timeout-minutes:", StringComparison.Ordinal)).ShouldBe(lines.Count(line => line.Contains("runs-on:", StringComparison.Ordinal)));
    }

    [Fact]
    public void Deploy_Jobs_FollowEachOther()
    {
        var deploy = File.ReadAllText(PathOf("deploy"));
        var ci = File.ReadAllText(PathOf("ci"));

        deploy.ShouldContain("name: lint - test - build");
        deploy.ShouldContain("needs: [what-if]");
        deploy.ShouldContain("needs: [deploy]");
        ci.ShouldContain("worker: ['true', 'false']");
        new[] { "lint", "test", "build", "secrets", "dependencies", "container" }.ShouldAllBe(job => ci.Contains($"\n  {job}:\n", StringComparison.Ordinal));
    }

    [Fact]
    public void Retrain_Jobs_StartWaitDecideAndFollow()
    {
        var retrain = File.ReadAllText(PathOf("retrain"));

        new[] { "start", "wait", "decide", "follow" }.ShouldAllBe(job => retrain.Contains($"\n  {job}:\n", StringComparison.Ordinal));
        retrain.ShouldContain("needs: [start]");
        retrain.ShouldContain("needs: [wait]");
        retrain.ShouldContain("needs: [wait, decide]");
        retrain.ShouldContain("environment: ${{ inputs.environment }}-models");
    }

    private static string[] Lines(string name) => File.ReadAllLines(PathOf(name));

    private static string PathOf(string name) => Path.Combine(Checkout.Root, ".github", "workflows", $"{name}.yml");

    [GeneratedRegex(@"uses: [\w.-]+/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Pin();
}
