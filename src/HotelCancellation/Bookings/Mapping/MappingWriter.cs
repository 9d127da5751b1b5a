using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace HotelCancellation.Bookings.Mapping;

/// <summary>Writes a mapping as JSON that a person can edit; <see cref="MappingReader"/> reads the same mapping back.</summary>
public static class MappingWriter
{
    private static readonly JsonWriterOptions Options = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The JSON.</summary>
    public static string Write(BookingMapping mapping)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteNumber("version", BookingMapping.CurrentVersion);
            Texts(json, "missing", mapping.Missing);
            json.WriteStartObject("fields");
            foreach (var (name, rule) in mapping.Fields)
            {
                json.WriteStartObject(name);
                Write(json, rule);
                json.WriteEndObject();
            }

            json.WriteEndObject();
            Texts(json, "unusedColumns", mapping.UnusedColumns);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray()) + "\n";
    }

    private static void Write(Utf8JsonWriter json, FieldRule rule)
    {
        if (rule.Columns.Count > 1)
        {
            Texts(json, "columns", rule.Columns);
        }

        Text(json, "column", rule.Columns.Count == 1 ? rule.Columns[0] : null);
        Text(json, "year", rule.Parts?.Year);
        Text(json, "month", rule.Parts?.Month);
        Text(json, "day", rule.Parts?.Day);
        Text(json, "daysBeforeArrival", rule.DaysBeforeArrival);
        Text(json, "nights", rule.Nights);
        Text(json, "departure", rule.Departure);
        Text(json, "sameAs", rule.SameAs);
        Flag(json, "rowNumber", rule.RowNumber);
        Text(json, "default", rule.Default);
        Text(json, "format", rule.Format);
        Text(json, "zone", rule.Zone);
        Text(json, "decimal", rule.Decimal?.ToString());
        Number(json, "scale", rule.Scale);
        Text(json, "divideBy", rule.PerStay ? "nights" : null);
        if (rule.Values.Count > 0)
        {
            json.WriteStartObject("values");
            foreach (var (value, meant) in rule.Values)
            {
                json.WriteString(value, meant);
            }

            json.WriteEndObject();
        }

        Number(json, "confidence", rule.Confidence);
        Text(json, "note", rule.Note);
        Questions(json, rule);
        Flag(json, "confirmed", rule.Confirmed);
    }

    private static void Questions(Utf8JsonWriter json, FieldRule rule)
    {
        if (rule.Questions.Count == 0)
        {
            return;
        }

        json.WriteStartArray("questions");
        foreach (var question in rule.Questions)
        {
            json.WriteStartObject();
            json.WriteString("asks", question.Asks);
            Text(json, "text", question.Text.Length > 0 ? question.Text : null);
            Texts(json, "candidates", question.Candidates);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        if (!rule.Confirmed)
        {
            // There to be changed by hand.
            json.WriteBoolean("confirmed", false);
        }
    }

    private static void Texts(Utf8JsonWriter json, string name, IReadOnlyList<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }

    private static void Text(Utf8JsonWriter json, string name, string? text)
    {
        if (text is not null)
        {
            json.WriteString(name, text);
        }
    }

    private static void Number(Utf8JsonWriter json, string name, double? number)
    {
        if (number is { } value)
        {
            json.WriteNumber(name, value);
        }
    }

    private static void Flag(Utf8JsonWriter json, string name, bool flag)
    {
        if (flag)
        {
            json.WriteBoolean(name, true);
        }
    }
}
