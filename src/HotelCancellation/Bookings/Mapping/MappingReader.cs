using System.Text.Json;
using HotelCancellation.Bookings.Reading;

namespace HotelCancellation.Bookings.Mapping;

/// <summary>Reads a mapping from JSON. Whatever is wrong is one line with its path, the value and what is allowed.</summary>
public static class MappingReader
{
    internal static readonly string[] Root = ["$schema", "version", "missing", "fields", "unusedColumns"];

    internal static readonly string[] Rule =
    [
        "column", "columns", "year", "month", "day", "daysBeforeArrival", "nights", "departure", "sameAs", "rowNumber", "default",
        "format", "zone", "decimal", "scale", "divideBy", "values", "confidence", "note", "questions", "confirmed",
    ];

    private static readonly string[] Question = ["asks", "text", "candidates"];
    private static readonly string[] Asks = ["column", "format", "zone", "decimal", "scale", "values", "default", "confirmed"];
    private static readonly JsonDocumentOptions Json = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>Reads a file.</summary>
    /// <exception cref="MappingException">It is malformed.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static async Task<BookingMapping> ReadFileAsync(string path, CancellationToken cancellationToken)
    {
        var stream = File.OpenRead(path);
        await using (stream.ConfigureAwait(false))
        {
            return await ReadAsync(stream, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Reads a mapping.</summary>
    /// <exception cref="MappingException">It is malformed.</exception>
    public static async Task<BookingMapping> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        try
        {
            using var document = await JsonDocument.ParseAsync(stream, Json, cancellationToken).ConfigureAwait(false);
            return Read(document.RootElement);
        }
        catch (JsonException e)
        {
            throw new MappingException($"The mapping is no JSON: line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}.", e);
        }
    }

    private static BookingMapping Read(JsonElement json)
    {
        var root = new MappingNode("", json).Object(Root);
        if (root.Find("version") is not { } version || version.Number() != BookingMapping.CurrentVersion)
        {
            throw new MappingException($"version: {root.Find("version")?.Raw ?? "nothing"} is given; must be {BookingMapping.CurrentVersion}.");
        }

        var fields = new Dictionary<string, FieldRule>(StringComparer.Ordinal);
        foreach (var node in (root.Find("fields") ?? throw new MappingException("fields: is missing; must be an object with a rule for each field.")).Members())
        {
            var index = BookingField.All.ToList().FindIndex(f => f.Name.Equals(node.Name, StringComparison.Ordinal));
            if (index < 0)
            {
                throw new MappingException($"{node.Path}: is no field of a booking; must be one of {string.Join(", ", BookingField.All.Select(f => f.Name))}.");
            }

            fields.Add(node.Name, ReadRule(node.Object(Rule), BookingField.All[index]));
        }

        return new BookingMapping { Missing = root.Find("missing")?.Texts() ?? BookingMapping.UsualMissing, Fields = fields, UnusedColumns = root.Find("unusedColumns")?.Texts() ?? [] };
    }

    private static FieldRule ReadRule(MappingNode node, BookingField field)
    {
        var rule = new FieldRule
        {
            Columns = node.Find("columns")?.Texts() ?? (node.Text("column") is { } column ? [column] : []),
            Parts = Parts(node),
            DaysBeforeArrival = node.Text("daysBeforeArrival"),
            Nights = node.Text("nights"),
            Departure = node.Text("departure"),
            SameAs = node.Text("sameAs"),
            RowNumber = node.Find("rowNumber")?.Flag() ?? false,
            Default = node.Text("default"),
            Format = node.Text("format"),
            Zone = node.Text("zone"),
            Decimal = node.OneOf("decimal", [".", ","])?[0],
            Scale = node.Find("scale")?.Number(),
            PerStay = node.OneOf("divideBy", ["nights"]) is not null,
            Values = Values(node),
            Confidence = node.Find("confidence")?.Number(),
            Note = node.Text("note"),
            Questions = [.. (node.Find("questions")?.Items() ?? []).Select(q => q.Object(Question)).Select(q =>
                new MappingQuestion(q.OneOf("asks", Asks) ?? throw q.Wrong($"\"asks\" is missing; must be one of {string.Join(", ", Asks)}"), q.Text("text") ?? "", q.Find("candidates")?.Texts() ?? []))],
            Confirmed = node.Find("confirmed")?.Flag() ?? false,
        };
        MappingRules.Check(node, rule, field);
        return rule;
    }

    private static (string, string, string)? Parts(MappingNode node) => (node.Text("year"), node.Text("month"), node.Text("day")) switch
    {
        (null, null, null) => null,
        ({ } year, { } month, { } day) => (year, month, day),
        _ => throw node.Wrong("year, month and day must all three be given"),
    };

    private static Dictionary<string, string> Values(MappingNode node)
    {
        var values = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var value in node.Find("values")?.Members() ?? [])
        {
            if (!values.TryAdd(value.Name, value.String()))
            {
                throw value.Wrong("is given twice (case does not matter)");
            }
        }

        return values;
    }
}
