using System.Text.Json;

namespace HotelCancellation.Bookings.Mapping;

/// <summary>A value in a mapping's JSON that knows its path, for messages.</summary>
internal readonly record struct MappingNode(string Path, JsonElement Json)
{
    private const int LongestRaw = 60;

    // A name may have points in it, its path up to it has none but of our own.
    public string Name { get; init; } = Path[(Path.LastIndexOf('.') + 1)..];

    public string Raw => Json.GetRawText() is { Length: > LongestRaw } raw ? $"{raw[..LongestRaw]}…" : Json.GetRawText();

    public MappingException Wrong(string why) => new($"{(Path.Length == 0 ? "The mapping" : Path)}: {why}.");

    public MappingNode Object(IReadOnlyCollection<string> allowed)
    {
        foreach (var member in Members())
        {
            if (!allowed.Contains(member.Name))
            {
                throw member.Wrong($"is not known here; must be one of {string.Join(", ", allowed)}");
            }
        }

        return this;
    }

    public IEnumerable<MappingNode> Members()
    {
        var (path, json) = (Path, Json.ValueKind == JsonValueKind.Object ? Json : throw Not("an object"));
        var names = new HashSet<string>(StringComparer.Ordinal);
        return json.EnumerateObject().Select(p => new MappingNode(path.Length == 0 ? p.Name : $"{path}.{p.Name}", p.Value) { Name = p.Name }).Select(n => names.Add(n.Path) ? n : throw n.Wrong("is given twice"));
    }

    public IEnumerable<MappingNode> Items()
    {
        var (path, json) = (Path, Json.ValueKind == JsonValueKind.Array ? Json : throw Not("an array"));
        return json.EnumerateArray().Select((item, i) => new MappingNode($"{path}[{i}]", item));
    }

    public MappingNode? Find(string name) => Json.TryGetProperty(name, out var value) ? new MappingNode(Path.Length == 0 ? name : $"{Path}.{name}", value) : null;

    public string String() => Json.ValueKind == JsonValueKind.String ? Json.GetString()! : throw Not("a text");

    public string? Text(string name) => Find(name) is not { } node ? null : node.String() is { Length: > 0 } text ? text : throw node.Not("a text that is not empty");

    public IReadOnlyList<string> Texts() => [.. Items().Select(i => i.String())];

    public double Number() => Json.ValueKind == JsonValueKind.Number && Json.TryGetDouble(out var number) && double.IsFinite(number) ? number : throw Not("a number");

    public bool Flag() => Json.ValueKind is JsonValueKind.True or JsonValueKind.False ? Json.GetBoolean() : throw Not("true or false");

    public string? OneOf(string name, IReadOnlyCollection<string> allowed) =>
        Text(name) is not { } text ? null : allowed.Contains(text) ? text : throw Find(name)!.Value.Not($"one of {string.Join(" ", allowed)}");

    public MappingException Not(string what) => Wrong($"{Raw} is given; must be {what}");
}
