using HotelCancellation.Simulation;

namespace HotelCancellation.IntegrationTests.Support;

/// <summary>A training of seconds, for tests that need a model and do not look at how good it is.</summary>
internal static class QuickTraining
{
    /// <summary>Settings that a process takes.</summary>
    public static IReadOnlyDictionary<string, string?> Settings { get; } = new Dictionary<string, string?>(StringComparer.Ordinal)
    {
        ["Training:Trees"] = "20",
        ["Training:MaturedTrees"] = "10",
        ["Training:PlainTrees"] = "10",
        ["Training:HazardTrees"] = "10",
        ["Training:HazardLeaves"] = "15",
        ["Training:Leaves"] = "15",
        ["Training:SnapshotStepDays"] = "30",
    };

    /// <summary>The same, as options of a command.</summary>
    public static string[] Options { get; } = [.. Settings.SelectMany(s => new[] { "--set", $"{s.Key}={s.Value}" })];

    /// <summary>Some 5,000 bookings, enough to learn something from.</summary>
    public static GeneratorOptions Bookings { get; } = new() { Properties = 2, BookingsPerDay = 6, Days = 300 };

    /// <summary>Settings with those of a quick training added.</summary>
    public static Dictionary<string, string?> With(IEnumerable<KeyValuePair<string, string?>> settings) => new(settings.Concat(Settings), StringComparer.Ordinal);
}
