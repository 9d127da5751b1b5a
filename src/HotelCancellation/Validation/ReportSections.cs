using System.Globalization;
using System.Text;
using static HotelCancellation.Validation.ReportPage;

namespace HotelCancellation.Validation;

/// <summary>The page's parts that say how a file stands beside something else: the last run, a model.</summary>
internal static class ReportSections
{
    private const int ShownParts = 24;

    public static void Comparison(StringBuilder html, RunComparison? comparison)
    {
        if (comparison is null)
        {
            return;
        }

        Line(html, $"<section aria-labelledby=\"comparison\"><h2 id=\"comparison\">Then and now</h2><p>Beside run {E(comparison.RunId)} of {comparison.Generated.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture)}: {N(comparison.RowsThen)} rows then, {N(comparison.RowsNow)} now. A field has moved when its PSI is above {PopulationStability.Threshold.ToString(CultureInfo.InvariantCulture)} and above what chance makes of so many rows once in a thousand.</p>");
        Line(html, "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Fields then and now\"><table><thead><tr><th scope=\"col\">Field</th><th scope=\"col\">Result</th><th scope=\"col\" class=\"n\">PSI</th><th scope=\"col\" class=\"n\">By chance up to</th><th scope=\"col\">Shares</th></tr></thead><tbody>");
        foreach (var column in comparison.Columns)
        {
            Line(html, $"<tr><th scope=\"row\">{E(column.Field)}</th><td>{Badge(column.Moved ? ReportStatus.Warned : ReportStatus.Passed, column.Moved ? "moved" : "as before")}</td><td class=\"n\">{F(column.Psi)}</td><td class=\"n\">{F(column.Critical)}</td><td>");
            Parts(html, column);
            Line(html, "</td></tr>");
        }

        Line(html, "</tbody></table></div></section>");
    }

    public static void Model(StringBuilder html, ModelFit? fit)
    {
        if (fit is null)
        {
            return;
        }

        Line(html, $"<section aria-labelledby=\"model\"><h2 id=\"model\">Beside model {E(fit.Version)}</h2><p>What the accepted rows have that the model has never seen.{(fit.HasRanges ? "" : " The model says nothing of the numbers that it has seen.")}</p>");
        Line(html, "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Beside the model\"><table><thead><tr><th scope=\"col\">Field</th><th scope=\"col\">Result</th><th scope=\"col\">The model knows</th><th scope=\"col\" class=\"n\">New to it</th><th scope=\"col\" class=\"n\">No value</th><th scope=\"col\">Such as</th></tr></thead><tbody>");
        foreach (var column in fit.Columns)
        {
            Line(html, $"<tr><th scope=\"row\">{E(column.Field)}</th><td>{Badge(column.Status, column.Status == ReportStatus.Passed ? "known" : "new")}</td><td>{E(column.Known)}</td><td class=\"n\">{N(column.Unseen)} <small>{P(column.Share)}</small></td><td class=\"n\">{N(column.Missing)}</td><td>{string.Join(", ", column.Examples.Select(e => $"<code>{E(e)}</code>"))}</td></tr>");
        }

        Line(html, "</tbody></table></div></section>");
    }

    private static void Parts(StringBuilder html, ComparedColumn column)
    {
        Line(html, $"<details><summary>{column.Parts.Count} parts<span class=\"hidden\"> of {E(column.Field)}</span></summary><table><thead><tr><th scope=\"col\">Part</th><th scope=\"col\" class=\"n\">Then</th><th scope=\"col\" class=\"n\">Now</th></tr></thead><tbody>");
        foreach (var part in column.Parts.Take(ShownParts))
        {
            Line(html, $"<tr><th scope=\"row\">{E(part.Label)}</th><td class=\"n\">{P(part.Then)}</td><td class=\"n\">{P(part.Now)}</td></tr>");
        }

        Line(html, "</tbody></table></details>");
    }

    private static string F(double number) => number.ToString("0.00", CultureInfo.InvariantCulture);

    private static string P(double share) => share.ToString("P1", CultureInfo.InvariantCulture);
}
