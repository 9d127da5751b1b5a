using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace HotelCancellation.Bookings.Reading;

/// <summary>What could be read of a faulty row as a JSON object of the contract, so that a person can mend it and send it again.</summary>
internal static class FaultyFields
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes the object; null where no field was read.</summary>
    /// <param name="faults">What is wrong. A field's own value stands in the place of the one that could not be read.</param>
    /// <param name="isValued">Whether a field was read, by its index.</param>
    /// <param name="text">A text field's value.</param>
    /// <param name="number">Any other field's value.</param>
    public static string? Write(IReadOnlyList<FieldFault> faults, Func<int, bool> isValued, Func<int, string?> text, Func<int, double> number)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using var json = new Utf8JsonWriter(buffer, Options);
        json.WriteStartObject();
        var any = false;
        for (var i = 0; i < BookingField.All.Count; i++)
        {
            var field = BookingField.All[i];
            if (isValued(i))
            {
                any = true;
                Write(json, field, text(i), number(i));
            }
            else if (faults.FirstOrDefault(f => f.Value is not null && f.Field.Equals(field.Name, StringComparison.Ordinal)) is { } fault)
            {
                any = true;
                json.WriteString(field.Name, Unquoted(fault.Value!));
            }
        }

        json.WriteEndObject();
        json.Flush();
        return any ? Encoding.UTF8.GetString(buffer.WrittenSpan) : null;
    }

    // JSON text where no text belongs: its quotes are the format's, and would grow with every replay.
    private static string Unquoted(string value)
    {
        try
        {
            return value is ['"', .., '"'] ? JsonSerializer.Deserialize<string>(value) ?? value : value;
        }
        catch (JsonException)
        {
            return value;
        }
    }

    private static void Write(Utf8JsonWriter json, BookingField field, string? text, double number)
    {
        switch (field.Type)
        {
            case FieldType.Text:
                json.WriteString(field.Name, text);
                break;
            case FieldType.Flag:
                json.WriteBoolean(field.Name, number != 0);
                break;
            case FieldType.Date:
                json.WriteString(field.Name, DateOnly.FromDayNumber((int)number).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
                break;
            case FieldType.Status:
                json.WriteString(field.Name, ((BookingStatus)(int)number).ToText());
                break;
            default:
                json.WriteNumber(field.Name, number);
                break;
        }
    }
}
