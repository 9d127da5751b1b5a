using System.Reflection;
using System.Text.RegularExpressions;
using HotelCancellation.Api;
using HotelCancellation.Platform;
using HotelCancellation.Tests.Docs;
using HotelCancellation.Tests.Functions;
using Microsoft.Azure.Functions.Worker;

namespace HotelCancellation.Tests.Infra;

/// <summary>The settings that the code reads: options, schedules of timer triggers, and what stands in percent signs in host.json.</summary>
internal static partial class UsedSettings
{
    /// <summary>Settings of sections that have no options class, since one line of a host reads them.</summary>
    private static readonly string[] ReadByTheHosts = ["Host:SecretsFolder", "Host:StopOnInputEnd"];

    /// <summary>Every property of every options class, as Section:Name.</summary>
    public static IReadOnlySet<string> OfOptions { get; } = new[] { typeof(StorageOptions).Assembly, typeof(ApiOptions).Assembly }
        .SelectMany(a => a.GetTypes())
        .Where(t => t.Name.EndsWith("Options", StringComparison.Ordinal))
        .Select(t => (Type: t, Section: t.GetField("Section", BindingFlags.Public | BindingFlags.Static)?.GetRawConstantValue() as string))
        .Where(t => t.Section is not null)
        .SelectMany(t => t.Type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.SetMethod is { IsPublic: true } && p.Name != "EqualityContract").Select(p => $"{t.Section}:{p.Name}"))
        .Concat(ReadByTheHosts)
        .ToHashSet(StringComparer.Ordinal);

    /// <summary>The timers by function, with the setting that has their schedule.</summary>
    public static IReadOnlyDictionary<string, string> OfTimers { get; } = (
        from method in Trigger.Functions
        from parameter in method.GetParameters()
        let timer = parameter.GetCustomAttribute<TimerTriggerAttribute>()
        where timer is not null
        select (method.GetCustomAttribute<FunctionAttribute>()!.Name, Setting: timer.Schedule.Trim('%'))).ToDictionary(t => t.Name, t => t.Setting, StringComparer.Ordinal);

    /// <summary>Settings that host.json asks for.</summary>
    public static IReadOnlySet<string> OfHostJson { get; } =
        Placeholder().Matches(File.ReadAllText(Path.Combine(Checkout.Root, "host.json"))).Select(m => m.Groups["name"].Value).ToHashSet(StringComparer.Ordinal);

    /// <summary>A name as an app setting has it.</summary>
    public static string AsAppSetting(string name) => name.Replace(":", "__", StringComparison.Ordinal);

    [GeneratedRegex("%(?<name>[A-Za-z_:]+)%", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Placeholder();
}
