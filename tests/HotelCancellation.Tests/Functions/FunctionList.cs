using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using HotelCancellation.Functions;
using HotelCancellation.Tests.Infra;
using Microsoft.Azure.Functions.Worker;

namespace HotelCancellation.Tests.Functions;

/// <summary>The functions of the app as the attributes declare them, as the page that operators read.</summary>
internal static partial class FunctionList
{
    private static readonly Dictionary<string, string> Summaries = XDocument.Load(Path.ChangeExtension(typeof(HttpPipeline).Assembly.Location, ".xml"))
        .Descendants("member").ToDictionary(m => m.Attribute("name")!.Value, m => Space().Replace(m.Element("summary")?.Value ?? "", " ").Trim(), StringComparer.Ordinal);

    /// <summary>The page.</summary>
    public static string Page()
    {
        var functions = Trigger.Functions.Select(Line).OrderBy(f => f.Name, StringComparer.Ordinal).ToLookup(f => f.Kind);
        var page = new StringBuilder(
            """
            # Functions

            What the Functions app has, by the names that Azure shows. A test compares this page with the attributes, and writes it anew:
            `WRITE_FUNCTION_LIST=true dotnet test tests/HotelCancellation.Tests --filter FullyQualifiedName~FunctionListTests`

            All HTTP triggers are anonymous to the host: the app's own keys and roles decide. Schedules are those of production (second, minute, hour, day, month, day of the week; UTC), from
            `infra/modules/settings.bicep`; each job that changes anything takes a lease, so that neither a second instance nor a waking slot does it twice.

            | Job | Hangs on |
            |---|---|
            | drift, performance, alerts, the decision to train (also by schedule, `Monitoring:ScheduleDays`) | `monitor` |
            | training and rollout that were decided on or asked for | `dispatch-runs` |
            | removal of old predictions and of replaced files of their log | `compact-predictions` |
            | removal of replaced columnar files and of compacted files of the inbox | `compact-events` |
            | removal of old reports and counts | `monitor` |
            | removal of dropped files that were dealt with | `take-drops` |
            | events that were written down and are not in the table | every instance, in the background |

            """);
        foreach (var (kind, heading, head) in new[] { ("http", "HTTP", "Route"), ("timer", "Timers", "Schedule"), ("durable", "Durable", "Kind") })
        {
            page.Append($"\n## {heading}\n\n| Function | {head} | What |\n|---|---|---|\n");
            foreach (var function in functions[kind])
            {
                page.Append($"| `{function.Name}` | {function.Trigger} | {function.What} |\n");
            }
        }

        return page.ToString().ReplaceLineEndings("\n");
    }

    private static (string Name, string Kind, string Trigger, string What) Line(MethodInfo method)
    {
        var (kind, trigger) = method.GetParameters().SelectMany(p => p.GetCustomAttributes()).Select(TriggerOf).OfType<(string, string)>().Single();
        return (method.GetCustomAttribute<FunctionAttribute>()!.Name, kind, trigger, WhatOf(method));
    }

    private static (string Kind, string Text)? TriggerOf(Attribute attribute) => attribute switch
    {
        HttpTriggerAttribute http => ("http", $"`{string.Join(", ", http.Methods!.Select(m => m.ToUpperInvariant()))} /{(http.Route!.StartsWith("{ignored", StringComparison.Ordinal) ? "" : http.Route)}`"),
        TimerTriggerAttribute timer => ("timer", $"`{Installation.Read("prod").Settings()[UsedSettings.AsAppSetting(timer.Schedule.Trim('%'))]}` (`{timer.Schedule.Trim('%')}`)"),
        OrchestrationTriggerAttribute => ("durable", "orchestrator"),
        ActivityTriggerAttribute => ("durable", "activity"),
        _ => null,
    };

    /// <summary>The first sentence of its documentation.</summary>
    private static string WhatOf(MethodInfo method)
    {
        var summary = Summaries.First(s => s.Key.StartsWith($"M:{method.DeclaringType!.FullName}.{method.Name}(", StringComparison.Ordinal)).Value;
        var end = summary.IndexOf(". ", StringComparison.Ordinal);
        return end < 0 ? summary : summary[..(end + 1)];
    }

    [GeneratedRegex(@"\s+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Space();
}
