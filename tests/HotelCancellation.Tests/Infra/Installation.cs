using System.Text.Json;
using HotelCancellation.Tests.Docs;

namespace HotelCancellation.Tests.Infra;

/// <summary>What a parameter file of <c>infra/env</c> deploys, from its snapshot; <c>eng/infra.sh check</c> sees to it that the snapshot is the compiler's.</summary>
internal sealed class Installation
{
    private readonly List<JsonElement> _resources;

    private Installation(string name)
    {
        Name = name;
        using var snapshot = JsonDocument.Parse(File.ReadAllText(Path.Combine(Checkout.Root, "infra", "env", $"{name}.snapshot.json")));
        _resources = [.. snapshot.RootElement.GetProperty("predictedResources").Clone().EnumerateArray()];
    }

    /// <summary>The names of all parameter files.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. Directory.EnumerateFiles(Path.Combine(Checkout.Root, "infra", "env"), "*.bicepparam").Select(f => Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal),
    ];

    public string Name { get; }

    /// <summary>Production, and staging where there are slots.</summary>
    public IReadOnlyList<string> Slots => Of("Microsoft.Web/sites/slots").Any() ? ["production", "staging"] : ["production"];

    /// <summary>Names of settings that stay with their slot.</summary>
    public IReadOnlyList<string> StickySettings =>
        [.. Of("Microsoft.Web/sites/config").Where(r => NameOf(r).EndsWith("/slotConfigNames", StringComparison.Ordinal)).SelectMany(r => r.GetProperty("properties").GetProperty("appSettingNames").EnumerateArray()).Select(n => n.GetString()!)];

    public static Installation Read(string name) => new(name);

    /// <summary>The app settings of a slot. What only a deployment can know is an expression in brackets.</summary>
    public IReadOnlyDictionary<string, string> Settings(string slot = "production")
    {
        var config = Of(slot == "production" ? "Microsoft.Web/sites/config" : "Microsoft.Web/sites/slots/config").Single(r => NameOf(r).EndsWith("/appsettings", StringComparison.Ordinal));
        return config.GetProperty("properties").EnumerateObject().ToDictionary(p => p.Name, p => p.Value.GetString()!, StringComparer.Ordinal);
    }

    /// <summary>Resources of a type.</summary>
    public IEnumerable<JsonElement> Of(string type) => _resources.Where(r => r.GetProperty("type").GetString() == type);

    public static string NameOf(JsonElement resource) => resource.GetProperty("name").GetString()!;
}
