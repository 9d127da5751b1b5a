using HotelCancellation.Bookings;
using NetArchTest.Rules;

namespace HotelCancellation.Tests.Architecture;

public class StageOrderTests
{
    private const string Root = "HotelCancellation";

    /// <summary>A stage may use the stages before it, and Platform.</summary>
    private static readonly string[] Stages =
    [
        "Platform", "Bookings", "Validation", "Features", "Model", "Training", "Registry", "Predictions", "Serving", "Decisions", "Monitoring", "Retraining", "Simulation",
    ];

    public static TheoryData<string> StageNames => [.. Stages];

    [Theory]
    [MemberData(nameof(StageNames))]
    public void Stage_Dependencies_GoBackwardsOnly(string stage)
    {
        var later = Stages.SkipWhile(s => s != stage).Skip(1).Select(s => $"{Root}.{s}").ToArray();

        Check(Types().That().ResideInNamespaceMatching($@"^{Root}\.{stage}(\.|$)").ShouldNot().HaveDependencyOnAny(later.Length > 0 ? later : ["none"]));
    }

    [Fact]
    public void MachineLearningLibrary_IsSeenByTrainingOnly() =>
        Check(Types().That().DoNotResideInNamespaceMatching($@"^{Root}\.Training(\.|$)").ShouldNot().HaveDependencyOnAny("Microsoft.ML"));

    [Fact]
    public void AzureSdk_IsSeenByPlatformAndBlobAndTableTypesOnly() =>
        Check(Types().That().DoNotResideInNamespaceMatching($@"^{Root}\.Platform(\.|$)").And().DoNotHaveNameMatching("^(Blob|Table)")
            .ShouldNot().HaveDependencyOnAny("Azure"));

    [Fact]
    public void Folders_OfTheLibrary_AreStages() =>
        Types().GetTypes().Select(t => t.Namespace ?? "").Where(n => n.StartsWith(Root + ".", StringComparison.Ordinal))
            .Select(n => n.Split('.')[1]).Distinct().ShouldBeSubsetOf(Stages);

    private static Types Types() => NetArchTest.Rules.Types.InAssembly(typeof(Booking).Assembly);

    private static void Check(ConditionList condition)
    {
        var result = condition.GetResult();

        // A nested or generated type counts for the type that it stands in.
        var failing = (result.FailingTypes ?? []).Select(t => t.FullName!).Where(n => !IsExempt(n)).ToList();
        failing.ShouldBeEmpty();
    }

    private static bool IsExempt(string name)
    {
        var outer = name.Split('+')[0].Split('.')[^1];
        return name.Contains('+', StringComparison.Ordinal) && (outer.StartsWith("Blob", StringComparison.Ordinal) || outer.StartsWith("Table", StringComparison.Ordinal));
    }
}
