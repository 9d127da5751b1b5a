using System.Globalization;
using System.Text.Json;
using HotelCancellation.Platform;

namespace HotelCancellation.Registry;

/// <summary>
/// Takes the members of a JSON object, each as the type that it must have. It costs the compiler of a process that starts nothing: a serializer is compiled anew for each type of member, which was
/// a fifth of a start.
/// </summary>
internal sealed class JsonMembers
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 32, AllowDuplicateProperties = false };
    private readonly JsonElement _element;
    private readonly List<string> _taken = [];

    /// <exception cref="JsonException">It is no object.</exception>
    public JsonMembers(JsonElement element) => _element = element.ValueKind == JsonValueKind.Object ? element : throw Wrong("It", element, "an object");

    /// <summary>Reads a file.</summary>
    /// <param name="utf8">The file.</param>
    /// <param name="read">What is read of it. No element may be kept.</param>
    /// <exception cref="JsonException">It is not JSON, or names a member twice.</exception>
    public static T Read<T>(byte[] utf8, Func<JsonElement, T> read)
    {
        using var document = JsonDocument.Parse(utf8, Options);
        return read(document.RootElement);
    }

    /// <summary>The elements of an array.</summary>
    /// <exception cref="JsonException">It is no array.</exception>
    public static List<T> Each<T>(JsonElement element, Func<JsonElement, T> read)
    {
        if (element.ValueKind != JsonValueKind.Array)
        {
            throw Wrong("It", element, "a list");
        }

        var all = new List<T>(element.GetArrayLength());
        foreach (var item in element.EnumerateArray())
        {
            all.Add(read(item));
            QuietThread.Pause();
        }

        return all;
    }

    /// <summary>The members of an object by their names.</summary>
    /// <exception cref="JsonException">It is no object.</exception>
    public static Dictionary<string, T> ByName<T>(JsonElement element, Func<JsonElement, T> read)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            throw Wrong("It", element, "an object");
        }

        var all = new Dictionary<string, T>(StringComparer.Ordinal);
        foreach (var member in element.EnumerateObject())
        {
            all.Add(member.Name, read(member.Value));
        }

        return all;
    }

    /// <summary>A number by itself.</summary>
    public static double Double(JsonElement element) => element.ValueKind == JsonValueKind.Number && element.TryGetDouble(out var value) ? value : throw Wrong("It", element, "a number");

    /// <summary>A number by itself, of single precision.</summary>
    public static float Single(JsonElement element) => element.ValueKind == JsonValueKind.Number && element.TryGetSingle(out var value) ? value : throw Wrong("It", element, "a number");

    /// <summary>A text by itself.</summary>
    public static string Text(JsonElement element) => element.ValueKind == JsonValueKind.String ? element.GetString()! : throw Wrong("It", element, "a text");

    /// <summary>Whether there is such a member.</summary>
    public bool Has(string name) => _element.TryGetProperty(name, out _);

    /// <summary>A member; null where it is missing or null.</summary>
    public JsonElement? Optional(string name)
    {
        if (!_element.TryGetProperty(name, out var value))
        {
            return null;
        }

        _taken.Add(name);
        return value.ValueKind == JsonValueKind.Null ? null : value;
    }

    public JsonElement Required(string name) => Optional(name) ?? throw new JsonException($"'{name}' is missing.");

    public string? OptionalText(string name) => Optional(name) is { } value ? Of(name, value) : null;

    public string Text(string name) => Of(name, Required(name));

    public int Int32(string name) => Required(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt32(out var number) ? number : throw Wrong(name, "a whole number");

    public long Int64(string name) => Required(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt64(out var number) ? number : throw Wrong(name, "a whole number");

    public double Double(string name) => Required(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetDouble(out var number) ? number : throw Wrong(name, "a number");

    public bool Boolean(string name) => Required(name).ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Wrong(name, "true or false"),
    };

    public DateOnly Date(string name) => DateOnly.TryParseExact(Text(name), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : throw Wrong(name, "a date, yyyy-MM-dd");

    public DateOnly? OptionalDate(string name) => Optional(name) is null ? null : Date(name);

    public DateTimeOffset Time(string name) => Required(name) is { ValueKind: JsonValueKind.String } value && value.TryGetDateTimeOffset(out var time) ? time : throw Wrong(name, "a time, ISO 8601");

    /// <summary>Refuses what was not taken.</summary>
    /// <exception cref="JsonException">There is another member.</exception>
    public void End()
    {
        foreach (var member in _element.EnumerateObject())
        {
            if (!_taken.Contains(member.Name))
            {
                throw new JsonException($"'{member.Name}' is not known.");
            }
        }
    }

    private static JsonException Wrong(string what, JsonElement value, string wanted) => new($"{what} is {value.GetRawText()}; {wanted} is wanted.");

    private static string Of(string name, JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : throw Wrong($"'{name}'", value, "a text");

    private JsonException Wrong(string name, string wanted) => Wrong($"'{name}'", Required(name), wanted);
}
