using HotelCancellation.Model;
using HotelCancellation.Retraining.Gate;

namespace HotelCancellation.Tests.Retraining.Gate;

/// <summary>Questions of which nothing but the rows is of interest.</summary>
internal static class Questions
{
    public static GateModel Model(string version) => new()
    {
        Version = new ModelVersion(version),
        KnownBefore = PairedModels.From,
        Threshold = 0.4,
        Bytes = 2_000_000,
        RowNanoseconds = 20_000,
        Features = ["leadTimeDays", "adr", "agentRate"],
        RequiredFields = ["adr"],
        Evidence = [new FeatureEvidence("leadTimeDays", 0.62, 0.3), new FeatureEvidence("adr", 0.55, 0.1), new FeatureEvidence("agentRate", 0.7, 0.4)],
    };

    public static GateQuestion Of(IReadOnlyList<GateRow> rows) => new()
    {
        Champion = Model("m-00000000000a"),
        Challenger = Model("m-00000000000b"),
        From = PairedModels.From,
        MaturedBefore = rows.Max(r => r.Arrival).AddDays(1),
        Rows = rows,
        Data = GateData.Healthy,
    };

    /// <summary>Names of the criteria that are not met.</summary>
    public static IEnumerable<string> FailedNames(this GateVerdict verdict) => verdict.Failed.Select(c => c.Name);

    public static Criterion The(this GateVerdict verdict, string name) => verdict.Criteria.Single(c => c.Name == name);
}
