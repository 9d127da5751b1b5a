using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace HotelCancellation.Benchmarks;

/// <summary>What was measured, in the order of measuring.</summary>
internal sealed class Figures
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly List<(string Key, JsonValue Value, string Meaning)> _figures = [];

    /// <summary>Adds a number; three decimals below 100, whole above.</summary>
    public void Add(string key, double value, string meaning) =>
        _figures.Add((key, JsonValue.Create(Math.Round(value, Math.Abs(value) < 100 ? 3 : 0)), meaning));

    /// <summary>Adds a text.</summary>
    public void Add(string key, string value, string meaning) => _figures.Add((key, JsonValue.Create(value), meaning));

    /// <summary>Each key, value and meaning.</summary>
    public IEnumerable<(string Key, string Value, string Meaning)> Measured => _figures.Select(f => (f.Key, Text(f.Value), f.Meaning));

    /// <summary>One object, snake_case keys.</summary>
    public string ToJson() => new JsonObject(_figures.Select(f => KeyValuePair.Create(f.Key, (JsonNode?)f.Value.DeepClone()))).ToJsonString(Plain);

    /// <summary>A line each: key, value, meaning.</summary>
    public string ToTable()
    {
        var table = new StringBuilder();
        var (keys, values) = (_figures.Max(f => f.Key.Length), _figures.Max(f => Text(f.Value).Length));
        foreach (var (key, value, meaning) in _figures)
        {
            table.AppendLine(CultureInfo.InvariantCulture, $"{key.PadRight(keys)}  {Text(value).PadLeft(values)}  {meaning}");
        }

        return table.ToString().TrimEnd();
    }

    private static string Text(JsonValue value) => value.ToString();
}
