// Declarations only, in the namespaces of the Azure Functions worker packages, because some package feeds do not carry
// those packages. With FunctionsWorker=true this folder is left out and the real packages take its place; the function
// classes are the same source in both builds.

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Marks the parameter through which a function is called on a schedule.</summary>
/// <param name="schedule">A crontab expression of six fields, or the name of a setting between percent signs.</param>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class TimerTriggerAttribute(string schedule) : Attribute
{
    /// <summary>A crontab expression of six fields, or the name of a setting between percent signs.</summary>
    public string Schedule { get; } = schedule;

    /// <summary>Whether the function also runs whenever an instance of the app starts.</summary>
    public bool RunOnStartup { get; set; }
}
