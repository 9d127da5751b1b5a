using System.Globalization;
using System.Text;
using HotelCancellation.Training;
using static HotelCancellation.Validation.ReportPage;

namespace HotelCancellation.Simulation.Replays;

/// <summary>The pictures of <see cref="ReplayPage"/>, as inline SVG, each with its table.</summary>
internal static class ReplayChart
{
    private const int Height = 120;
    private const int Narrow = 320;
    private const int Wide = 1000;
    private const int MostDots = 40;

    /// <summary>One or two series over labels; what is not a number is left out of the line.</summary>
    public static void Lines(
        StringBuilder html, string title, IReadOnlyList<string> labels, IReadOnlyList<(string Name, double[] Values)> series, bool fromZero = false, bool wide = false)
    {
        var finite = series.SelectMany(s => s.Values).Where(double.IsFinite).ToList();
        if (finite.Count == 0)
        {
            return;
        }

        var (low, high) = Range(finite, fromZero);
        var width = wide ? Wide : Narrow;
        double X(int i) => labels.Count == 1 ? width / 2.0 : (double)i / (labels.Count - 1) * width;
        double Y(double value) => Height - ((value - low) / (high - low) * Height);
        Begin(html, title, wide, $"{string.Join(" and ", series.Select(s => s.Name))}, {Text(low)} to {Text(high)}, from {labels[0]} to {labels[^1]}", width);
        for (var s = 0; s < series.Count; s++)
        {
            var (name, values) = series[s];
            int[] places = [.. Enumerable.Range(0, values.Length).Where(i => double.IsFinite(values[i]))];
            Line(html, $"<polyline class=\"{(s == 0 ? "one" : "two")}\" points=\"{string.Join(' ', places.Select(i => $"{F(X(i))},{F(Y(values[i]))}"))}\"/>");
            foreach (var i in places.Length <= MostDots ? places : [])
            {
                Line(html, $"<circle class=\"dot{(s == 0 ? "" : " second")}\" cx=\"{F(X(i))}\" cy=\"{F(Y(values[i]))}\" r=\"3\"><title>{E(labels[i])}: {E(name)} {Text(values[i])}</title></circle>");
            }
        }

        Line(html, $"</svg><p class=\"axis\"><span>{E(labels[0])}</span><span>{Text(low)} to {Text(high)}</span><span>{E(labels[^1])}</span></p>");
        if (series.Count > 1)
        {
            Key(html, series[0].Name, series[1].Name);
        }

        Table(html, title, [wide ? "Night" : "Month", .. series.Select(s => s.Name)], labels.Select((l, i) => (l, series.Select(s => Text(s.Values[i])).ToArray())));
        Line(html, "</article>");
    }

    /// <summary>Share cancelled over mean probability, with the line on which both are the same.</summary>
    public static void Reliability(StringBuilder html, string title, IReadOnlyList<ReliabilityBin> bins)
    {
        Begin(html, title, wide: false, "share cancelled over mean probability, both 0 to 1", Narrow);
        Line(html, $"<polyline class=\"two\" points=\"0,{Height} {Narrow},0\"/><polyline class=\"one\" points=\"{string.Join(' ', bins.Select(b => $"{F(b.MeanP * Narrow)},{F((1 - b.Observed) * Height)}"))}\"/>");
        foreach (var bin in bins)
        {
            Line(html, $"<circle class=\"dot\" cx=\"{F(bin.MeanP * Narrow)}\" cy=\"{F((1 - bin.Observed) * Height)}\" r=\"3\"><title>{N(bin.N)} questions: mean probability {Text(bin.MeanP)}, cancelled {Text(bin.Observed)}</title></circle>");
        }

        Line(html, "</svg><p class=\"axis\"><span>0</span><span>mean probability</span><span>1</span></p>");
        Key(html, "share cancelled", "where they agree");
        Table(html, title, ["Bin", "questions", "mean probability", "cancelled"], bins.Select((b, i) => ((i + 1).ToString(CultureInfo.InvariantCulture), new[] { N(b.N), Text(b.MeanP), Text(b.Observed) })));
        Line(html, "</article>");
    }

    private static void Begin(StringBuilder html, string title, bool wide, string what, int width)
    {
        Line(html, $"<article{(wide ? " class=\"wide\"" : "")}><h3>{E(title[(title.IndexOf(": ", StringComparison.Ordinal) + 2)..])}</h3><svg viewBox=\"0 -4 {width} {Height + 8}\" role=\"img\" aria-label=\"{E(title)}; {E(what)}\">");
        for (var quarter = 0; quarter <= 4; quarter++)
        {
            Line(html, $"<line class=\"grid\" x1=\"0\" x2=\"{width}\" y1=\"{F(Height * quarter / 4.0)}\" y2=\"{F(Height * quarter / 4.0)}\"/>");
        }
    }

    private static void Key(StringBuilder html, string one, string two) =>
        Line(html, $"<p class=\"key\"><span>{Stroke("one")}{E(one)}</span><span>{Stroke("two")}{E(two)}</span></p>");

    private static string Stroke(string style) => $"<svg viewBox=\"0 0 28 8\" aria-hidden=\"true\"><polyline class=\"{style}\" points=\"0,4 28,4\"/></svg>";

    private static void Table(StringBuilder html, string title, IReadOnlyList<string> heads, IEnumerable<(string Label, string[] Values)> rows)
    {
        Line(html, $"<details><summary>Figures<span class=\"hidden\"> of {E(title)}</span></summary><div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Figures of {E(title)}\"><table><thead><tr>{string.Concat(heads.Select((h, i) => $"<th scope=\"col\"{(i == 0 ? "" : " class=\"n\"")}>{E(h)}</th>"))}</tr></thead><tbody>");
        foreach (var (label, values) in rows)
        {
            Line(html, $"<tr><th scope=\"row\">{E(label)}</th>{string.Concat(values.Select(v => $"<td class=\"n\">{v}</td>"))}</tr>");
        }

        Line(html, "</tbody></table></div></details>");
    }

    /// <summary>A little more than what is shown, so that a line does not lie on the edge; never of no height.</summary>
    private static (double Low, double High) Range(List<double> values, bool fromZero)
    {
        var (low, high) = (fromZero ? 0 : values.Min(), values.Max());
        var margin = Math.Max((high - low) * 0.1, 0.005);
        return (fromZero ? 0 : low - margin, high + margin);
    }

    private static string Text(double value) => double.IsFinite(value) ? value.ToString("0.###", CultureInfo.InvariantCulture) : "none";

    private static string F(double number) => number.ToString("0.##", CultureInfo.InvariantCulture);
}
