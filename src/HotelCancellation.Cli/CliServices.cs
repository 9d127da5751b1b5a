using System.CommandLine;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace HotelCancellation.Cli;

/// <summary>The product's services for one command, with settings from the environment and from <c>--set</c>.</summary>
internal static class CliServices
{
    /// <summary><c>--set Section:Name=value</c>, as often as needed.</summary>
    public static Option<string[]> SetOption() => new("--set")
    {
        Description = "A setting, as Section:Name=value (such as Training:Trees=400 or Storage:Prefix=test). May be repeated. The environment variable Section__Name does the same.",
        HelpName = "Section:Name=value",
        AllowMultipleArgumentsPerToken = false,
        Validators =
        {
            result =>
            {
                foreach (var token in result.Tokens.Where(t => t.Value.IndexOf('=', StringComparison.Ordinal) <= 0))
                {
                    result.AddError($"--set {token.Value}: must be Section:Name=value.");
                }

                foreach (var token in result.Tokens.Where(t => t.Value.IndexOf('=', StringComparison.Ordinal) > 0 && !IsKnown(t.Value.Split('=')[0])))
                {
                    result.AddError($"--set {token.Value}: there is no such setting. Settings are {string.Join(", ", Known)}.");
                }
            },
        },
    };

    /// <summary>Every setting of the product, as Section:Name.</summary>
    private static IReadOnlyList<string> Known { get; } =
    [
        .. typeof(HotelCancellationRegistration).Assembly.GetExportedTypes()
            .Where(t => t.Name.EndsWith("Options", StringComparison.Ordinal))
            .Select(t => (Type: t, Section: t.GetField("Section")?.GetRawConstantValue() as string))
            .Where(t => t.Section is not null)
            .SelectMany(t => t.Type.GetProperties().Select(p => $"{t.Section}:{p.Name}"))
            .Order(StringComparer.Ordinal),
    ];

    // A list's elements are settings below its name.
    private static bool IsKnown(string name) =>
        Known.Any(k => name.Equals(k, StringComparison.OrdinalIgnoreCase) || name.StartsWith($"{k}:", StringComparison.OrdinalIgnoreCase));

    /// <summary>Builds the services.</summary>
    public static ServiceProvider Build(IEnumerable<string>? settings)
    {
        var configuration = new ConfigurationBuilder().AddEnvironmentVariables()
            .AddInMemoryCollection((settings ?? []).Select(s => s.Split('=', 2)).Select(s => KeyValuePair.Create(s[0], (string?)s[1]))).Build();
        return new ServiceCollection()
            .AddSingleton<IConfiguration>(configuration)
            .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Warning))
            .AddHotelCancellation()
            .BuildServiceProvider();
    }
}
