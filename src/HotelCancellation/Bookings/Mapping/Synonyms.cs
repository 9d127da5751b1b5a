using System.Text.Json;

namespace HotelCancellation.Bookings.Mapping;

/// <summary>What hotels call fields and values, from the readable table <c>synonyms.json</c>.</summary>
internal sealed record Synonyms
{
    private const string Resource = "HotelCancellation.Bookings.Mapping.synonyms.json";
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    private static readonly Lazy<Synonyms> s_default = new(() =>
    {
        using var stream = typeof(Synonyms).Assembly.GetManifestResourceStream(Resource) ?? throw new InvalidOperationException($"The assembly lacks {Resource}.");
        return JsonSerializer.Deserialize<Synonyms>(stream, Json)!;
    });

    public static Synonyms Default => s_default.Value;

    /// <summary>The names of each field.</summary>
    public required IReadOnlyDictionary<string, string[]> Fields { get; init; }

    /// <summary>The names of what fields are made of.</summary>
    public required IReadOnlyDictionary<string, string[]> Derived { get; init; }

    /// <summary>What follows a date's name where it is divided.</summary>
    public required IReadOnlyDictionary<string, string[]> DateParts { get; init; }

    /// <summary>By field and the contract's word, what stands for it.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyDictionary<string, string[]>> Translations { get; init; }

    /// <summary>Values that say nothing, for fields that a file may lack.</summary>
    public required IReadOnlyDictionary<string, string> Defaults { get; init; }

    /// <summary>A name or value without case, blanks and signs.</summary>
    public static string Plain(string text) => string.Concat(text.Where(char.IsLetterOrDigit)).ToLowerInvariant();

    /// <summary>The contract's word for a value, or null.</summary>
    public string? Translate(string field, string value)
    {
        var plain = Plain(value);
        return Translations[field].FirstOrDefault(t => t.Value.Contains(plain, StringComparer.Ordinal)).Key;
    }
}
