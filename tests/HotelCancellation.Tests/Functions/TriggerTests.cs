using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Azure.Functions.Worker;

namespace HotelCancellation.Tests.Functions;

/// <summary>What the Functions host and the worker's generators ask of function classes, and what we ask of them.</summary>
public sealed partial class TriggerTests
{
    [Fact]
    public void Names_OfAllFunctions_AreValidAndUnique()
    {
        var names = Trigger.Functions.Select(method => method.GetCustomAttribute<FunctionAttribute>()!.Name).ToList();

        names.ShouldNotBeEmpty();
        names.ShouldBeUnique(StringComparer.OrdinalIgnoreCase);
        names.ShouldAllBe(name => NameOfFunction().IsMatch(name));
    }

    [Fact]
    public void Methods_OfAllFunctions_CanBeCalledByTheGeneratedExecutor()
    {
        foreach (var method in Trigger.Functions)
        {
            method.IsPublic.ShouldBeTrue(method.Name);
            method.DeclaringType!.IsVisible.ShouldBeTrue(method.DeclaringType.Name);
            method.ReturnType.ShouldBe(method.GetParameters().Any(IsDurable) ? typeof(Task<string>) : typeof(Task), method.Name);
            method.GetParameters().Count(IsTrigger).ShouldBe(1, method.Name);
        }

        // The executor tells functions apart by class and method name alone.
        Trigger.Functions.Select(method => $"{method.DeclaringType!.FullName}.{method.Name}").ShouldBeUnique();
    }

    [Fact]
    public void HttpTriggers_All_AreAnonymousToTheHostWithAMethodAndARouteOfTheirOwn()
    {
        foreach (var trigger in Trigger.All)
        {
            trigger.Http.AuthLevel.ShouldBe(AuthorizationLevel.Anonymous, trigger.Name);
            trigger.Http.Methods.ShouldNotBeNull(trigger.Name).Length.ShouldBe(1, trigger.Name);
            trigger.Http.Route.ShouldNotBeNullOrEmpty(trigger.Name);
            trigger.Http.Route.ShouldNotStartWith("/", Case.Sensitive, trigger.Name);
            trigger.Method.GetParameters()[0].ParameterType.ShouldBe(typeof(HttpRequest), trigger.Name);
            Should.NotThrow(() => RoutePatternFactory.Parse("/" + trigger.Http.Route), trigger.Name);
        }
    }

    [Fact]
    public void HttpTriggers_OverlappingRoutes_LiteralOneHasTheNameThatComesFirst()
    {
        // The host tries routes in the order of the functions' names.
        var overlaps =
            from literal in Trigger.All
            from general in Trigger.All
            where literal.Verbs.SequenceEqual(general.Verbs, StringComparer.Ordinal) && Covers(general, literal)
            select (First: literal.Name, Second: general.Name);

        var found = overlaps.ToList();

        found.ShouldContain(("models-compare", "models-get"));
        found.ShouldAllBe(pair => StringComparer.OrdinalIgnoreCase.Compare(pair.First, pair.Second) < 0);
    }

    [Fact]
    public void TimerTriggers_All_ReadTheirScheduleFromASettingAndNeverRunOnStartup()
    {
        using var sample = JsonDocument.Parse(File.ReadAllText(Repository.PathOf("local.settings.sample.json")));
        var settings = sample.RootElement.GetProperty("Values");
        var timers = Trigger.Functions.SelectMany(method => method.GetParameters())
            .Select(parameter => parameter.GetCustomAttribute<TimerTriggerAttribute>())
            .OfType<TimerTriggerAttribute>()
            .ToList();

        timers.ShouldNotBeEmpty();
        foreach (var timer in timers)
        {
            timer.RunOnStartup.ShouldBeFalse(timer.Schedule);
            var setting = NameOfSetting().Match(timer.Schedule);
            setting.Success.ShouldBeTrue(timer.Schedule);
            settings.GetProperty(setting.Groups["name"].Value.Replace(":", "__", StringComparison.Ordinal)).GetString()!
                .Split(' ', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(6, timer.Schedule);
        }
    }

    private static bool IsDurable(ParameterInfo parameter) => parameter.IsDefined(typeof(OrchestrationTriggerAttribute)) || parameter.IsDefined(typeof(ActivityTriggerAttribute));

    private static bool IsTrigger(ParameterInfo parameter) =>
        parameter.IsDefined(typeof(HttpTriggerAttribute)) || parameter.IsDefined(typeof(TimerTriggerAttribute)) || IsDurable(parameter);

    private static bool Covers(Trigger general, Trigger literal)
    {
        var wide = RoutePatternFactory.Parse("/" + general.Http.Route).PathSegments;
        var narrow = RoutePatternFactory.Parse("/" + literal.Http.Route).PathSegments;
        return general != literal
            && wide.Count == narrow.Count
            && wide.Zip(narrow).All(pair => Literal(pair.First) is { } text ? text == Literal(pair.Second) : TakesAnything(pair.First))
            && wide.Zip(narrow).Any(pair => Literal(pair.First) is null && Literal(pair.Second) is not null);

        static string? Literal(RoutePatternPathSegment segment) =>
            segment.IsSimple && segment.Parts[0] is RoutePatternLiteralPart part ? part.Content : null;

        static bool TakesAnything(RoutePatternPathSegment segment) =>
            segment.IsSimple && segment.Parts[0] is RoutePatternParameterPart { ParameterPolicies.Count: 0 };
    }

    [GeneratedRegex("^[a-z][a-z0-9-]{0,126}$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NameOfFunction();

    [GeneratedRegex("^%(?<name>[A-Za-z:]+)%$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NameOfSetting();
}
