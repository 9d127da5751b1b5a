using System.Globalization;
using System.Text;

namespace HotelCancellation.Retraining.Gate;

/// <summary>A verdict for people.</summary>
public static class GateText
{
    /// <summary>The verdict as Markdown: the outcome, a table of the criteria, and a sentence on each.</summary>
    public static string Write(GateVerdict verdict)
    {
        ArgumentNullException.ThrowIfNull(verdict);
        var text = new StringBuilder();
        Line($"# {verdict.Challenger}: {(verdict.Outcome == GateOutcome.Promote ? "may become champion" : "refused")}");
        Line($"");
        Line($"Beside {verdict.Champion?.Value ?? "each hotel's own rate, since there is no champion"}, on {verdict.Rows} bookings from {verdict.From:yyyy-MM-dd} on, arrived before {verdict.MaturedBefore:yyyy-MM-dd}.");
        Line($"");
        if (verdict.Override is { } decision)
        {
            Line($"**Passed all the same** by {decision.By} on {decision.At:yyyy-MM-dd HH:mm} UTC: {decision.Reason}");
            Line($"");
        }

        Line($"| Criterion | Champion | Challenger | Better by | Interval | Bound | Met |");
        Line($"|---|---|---|---|---|---|---|");
        foreach (var c in verdict.Criteria)
        {
            Line($"| {c.Name} | {Number(c.Champion)} | {Number(c.Challenger)} | {Number(c.Difference)} | {(c.Low is null && c.High is null ? "" : $"{Number(c.Low)} to {Number(c.High)}")} | {Number(c.Bound)} | {(c.Passed ? "yes" : "**no**")} |");
        }

        Line($"");
        foreach (var c in verdict.Criteria)
        {
            Line($"- {(c.Passed ? c.Name : $"**{c.Name}**")}: {c.Sentence}");
        }

        return text.ToString();

        void Line(FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
        static string Number(double? value) => value is { } x ? (Math.Round(x, 4) + 0.0).ToString(Math.Abs(x) >= 100 ? "0" : "0.0000", CultureInfo.InvariantCulture) : "";
    }
}
