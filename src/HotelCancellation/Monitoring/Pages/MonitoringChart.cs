using System.Globalization;
using System.Text;
using static HotelCancellation.Validation.ReportPage;

namespace HotelCancellation.Monitoring.Pages;

/// <summary>The pictures of <see cref="MonitoringPage"/>, as inline SVG, each with its table.</summary>
internal static class MonitoringChart
{
    private const int Width = 320;
    private const int Height = 110;

    /// <summary>One or two curves over days, and a level to compare with; what is not a number is left out.</summary>
    public static void Lines(StringBuilder html, string scope, string title, IReadOnlyList<DateOnly> days, IReadOnlyList<(string Name, double[] Values)> series, double? level = null)
    {
        double[] finite = [.. series.SelectMany(s => s.Values).Where(double.IsFinite), .. level is { } l && series.Any(s => s.Values.Any(double.IsFinite)) ? [l] : Array.Empty<double>()];
        if (finite.Length == 0)
        {
            return;
        }

        var margin = Math.Max((finite.Max() - finite.Min()) * 0.1, 0.005);
        var (low, high) = (Math.Max(0, finite.Min() - margin), finite.Max() + margin);
        var (first, span) = (days[0].DayNumber, Math.Max(1, days[^1].DayNumber - days[0].DayNumber));
        double X(int i) => days.Count == 1 ? Width / 2.0 : (double)(days[i].DayNumber - first) / span * Width;
        double Y(double value) => Height - ((value - low) / (high - low) * Height);
        Line(html, $"<article><h3>{E(title)}</h3><svg viewBox=\"0 -4 {Width} {Height + 8}\" role=\"img\" aria-label=\"{E(scope)}, {E(title)}: {E(string.Join(" and ", series.Select(s => s.Name)))}, {Text(low)} to {Text(high)}, from {Day(days[0])} to {Day(days[^1])}\">");
        Line(html, $"<line class=\"grid\" x1=\"0\" x2=\"{Width}\" y1=\"{Height}\" y2=\"{Height}\"/><line class=\"grid\" x1=\"0\" x2=\"{Width}\" y1=\"0\" y2=\"0\"/>");
        if (level is { } at)
        {
            Line(html, $"<line class=\"level\" x1=\"0\" x2=\"{Width}\" y1=\"{F(Y(at))}\" y2=\"{F(Y(at))}\"><title>{Text(at)}</title></line>");
        }

        for (var s = 0; s < series.Count; s++)
        {
            var values = series[s].Values;
            int[] places = [.. Enumerable.Range(0, values.Length).Where(i => double.IsFinite(values[i]))];
            Line(html, $"<polyline class=\"{(s == 0 ? "one" : "two")}\" points=\"{string.Join(' ', places.Select(i => $"{F(X(i))},{F(Y(values[i]))}"))}\"/>");
            foreach (var i in places.Length <= 40 ? places : places[^1..])
            {
                Line(html, $"<circle class=\"dot{(s == 0 ? "" : " second")}\" cx=\"{F(X(i))}\" cy=\"{F(Y(values[i]))}\" r=\"3\"><title>{Day(days[i])}: {E(series[s].Name)} {Text(values[i])}</title></circle>");
            }
        }

        Line(html, $"</svg><p class=\"axis\"><span>{Day(days[0])}</span><span>{Day(days[^1])}</span></p><p>{Text(low)} to {Text(high)}{(level is { } line ? $", line at {Text(line)}" : "")}</p>");
        if (series.Count > 1)
        {
            Key(html, series[0].Name, series[1].Name);
        }

        Table(html, $"{scope}, {title}", ["Day", .. series.Select(s => s.Name)], days.Select((d, i) => (Day(d), series.Select(s => Text(s.Values[i])).ToArray())));
        Line(html, "</article>");
    }

    /// <summary>Shares of parts, then and now, side by side.</summary>
    public static void Bars(StringBuilder html, string scope, Distribution d, string? note)
    {
        (string Label, double Then, double Now)[] parts = [.. d.Parts.Where(p => p.Then > 0 || p.Now > 0)];
        if (parts.Length == 0)
        {
            return;
        }

        var (most, width) = (parts.Max(p => Math.Max(p.Then, p.Now)), (double)Width / parts.Length);
        var change = parts.MaxBy(p => Math.Abs(p.Now - p.Then));
        Line(html, $"<article><h3>{E(d.Column)}</h3>{(note is null ? "" : $"<p>{E(note)}</p>")}<svg viewBox=\"0 0 {Width} {Height}\" role=\"img\" aria-label=\"{E(scope)}, {E(d.Column)}: shares of {parts.Length} parts in training and now; most changed: {E(change.Label)}, {Percent(change.Then)} then, {Percent(change.Now)} now\">");
        for (var i = 0; i < parts.Length; i++)
        {
            var (then, now) = (parts[i].Then / most * Height, parts[i].Now / most * Height);
            Line(html, $"<g><title>{E(parts[i].Label)}: {Percent(parts[i].Then)} then, {Percent(parts[i].Now)} now</title><rect class=\"then\" x=\"{F((i * width) + (width * 0.08))}\" y=\"{F(Height - then)}\" width=\"{F(width * 0.4)}\" height=\"{F(then)}\"/><rect class=\"now\" x=\"{F((i * width) + (width * 0.52))}\" y=\"{F(Height - now)}\" width=\"{F(width * 0.4)}\" height=\"{F(now)}\"/></g>");
        }

        Line(html, "</svg>");
        Line(html, $"<p class=\"key\"><span>{Box("then")}in training</span><span>{Box("now")}now</span></p>");
        Table(html, $"{scope}, {d.Column}", ["Part", "then", "now"], parts.Select(p => (p.Label, new[] { Percent(p.Then), Percent(p.Now) })));
        Line(html, "</article>");
    }

    public static string Text(double value) => double.IsFinite(value) ? value.ToString("0.###", CultureInfo.InvariantCulture) : "none";

    public static string Percent(double share) => (100 * share).ToString("0.0", CultureInfo.InvariantCulture) + " %";

    public static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static void Key(StringBuilder html, string one, string two) => Line(html, $"<p class=\"key\"><span>{Stroke("one")}{E(one)}</span><span>{Stroke("two")}{E(two)}</span></p>");

    private static string Stroke(string style) => $"<svg viewBox=\"0 0 28 8\" aria-hidden=\"true\"><polyline class=\"{style}\" points=\"0,4 28,4\"/></svg>";

    private static string Box(string style) => $"<svg viewBox=\"0 0 28 8\" aria-hidden=\"true\"><rect class=\"{style}\" x=\"8\" width=\"12\" height=\"8\"/></svg>";

    private static void Table(StringBuilder html, string title, IReadOnlyList<string> heads, IEnumerable<(string Label, string[] Values)> rows)
    {
        Line(html, $"<details><summary>Figures<span class=\"hidden\"> of {E(title)}</span></summary><div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Figures of {E(title)}\"><table><thead><tr>{string.Concat(heads.Select((h, i) => $"<th scope=\"col\"{(i == 0 ? "" : " class=\"n\"")}>{E(h)}</th>"))}</tr></thead><tbody>");
        foreach (var (label, values) in rows)
        {
            Line(html, $"<tr><th scope=\"row\">{E(label)}</th>{string.Concat(values.Select(v => $"<td class=\"n\">{v}</td>"))}</tr>");
        }

        Line(html, "</tbody></table></div></details>");
    }

    private static string F(double number) => number.ToString("0.##", CultureInfo.InvariantCulture);
}
