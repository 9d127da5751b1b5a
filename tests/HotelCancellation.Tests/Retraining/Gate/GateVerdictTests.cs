using System.Text;
using System.Text.Json;
using HotelCancellation.Retraining.Gate;

namespace HotelCancellation.Tests.Retraining.Gate;

public class GateVerdictTests
{
    private static readonly GateVerdict Refused = new PromotionGate(new GateOptions { Rounds = 200 }).Judge(PairedModels.Pair(8, 800, 0.3, 0.9));
    private static readonly GateOverride Decision = new("operator", "A new hotel group needs its own model today.", new DateTimeOffset(2026, 5, 1, 12, 30, 0, TimeSpan.Zero));

    [Fact]
    public void FromJson_WhatToJsonWrote_IsTheSameVerdict()
    {
        foreach (var verdict in new[] { Refused, Refused with { Override = Decision }, Refused with { Champion = null } })
        {
            var read = GateVerdict.FromJson(verdict.ToJson());

            read.Criteria.ShouldBe(verdict.Criteria);
            (read with { Criteria = verdict.Criteria }).ShouldBe(verdict);
            read.ToJson().ShouldBe(verdict.ToJson());
        }
    }

    [Fact]
    public void ToJson_Verdict_NamesOutcomeAndFigures()
    {
        using var json = JsonDocument.Parse(Refused.ToJson());

        json.RootElement.GetProperty("outcome").GetString().ShouldBe("refuse");
        json.RootElement.GetProperty("challenger").GetString().ShouldBe("m-00000000000b");
        var brier = json.RootElement.GetProperty("criteria").EnumerateArray().Single(c => c.GetProperty("name").GetString() == "brier");
        brier.GetProperty("difference").GetDouble().ShouldBe(Refused.The(Criterion.Brier).Difference!.Value);
        brier.GetProperty("passed").GetBoolean().ShouldBeFalse();
    }

    [Fact]
    public void FromJson_MemberOfALaterProgram_IsReadWithoutIt()
    {
        var later = Encoding.UTF8.GetString(Refused.ToJson()).Replace("\"outcome\"", "\"novelty\": 1, \"outcome\"", StringComparison.Ordinal);

        GateVerdict.FromJson(Encoding.UTF8.GetBytes(later)).Outcome.ShouldBe(GateOutcome.Refuse);
    }

    [Fact]
    public void EffectiveOutcome_WithAnOverride_IsPromoteAndTheOutcomeStays()
    {
        var overridden = Refused with { Override = Decision };

        Refused.EffectiveOutcome.ShouldBe(GateOutcome.Refuse);
        overridden.EffectiveOutcome.ShouldBe(GateOutcome.Promote);
        overridden.Outcome.ShouldBe(GateOutcome.Refuse);
    }

    [Fact]
    public void Write_Verdict_TellsEachCriterionWithFiguresAndReason()
    {
        var text = GateText.Write(Refused with { Override = Decision });

        text.ShouldStartWith("# m-00000000000b: refused\n");
        text.ShouldContain("**Passed all the same** by operator on 2026-05-01 12:30 UTC: A new hotel group needs its own model today.");
        foreach (var criterion in Refused.Criteria)
        {
            text.ShouldContain($"| {criterion.Name} |");
            text.ShouldContain(criterion.Sentence);
        }

        var brier = Refused.The(Criterion.Brier);
        text.ShouldContain(FormattableString.Invariant($"| brier | {brier.Champion:0.0000} | {brier.Challenger:0.0000} | {brier.Difference:0.0000} | {brier.Low:0.0000} to {brier.High:0.0000} | -0.0020 | **no** |"));
    }

    [Fact]
    public void Summary_Refused_NamesTheReasons() => Refused.Summary.ShouldStartWith($"m-00000000000b is refused ({string.Join(", ", Refused.FailedNames())}): ");
}
