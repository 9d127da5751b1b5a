using System.Reflection;
using HotelCancellation.Functions;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace HotelCancellation.Tests.Functions;

/// <summary>One HTTP function of the Functions app, as its attributes declare it.</summary>
/// <param name="Name">The function's name.</param>
/// <param name="Method">The method that the host calls.</param>
/// <param name="Http">The trigger.</param>
public sealed record Trigger(string Name, MethodInfo Method, HttpTriggerAttribute Http)
{
    /// <summary>All functions of the app.</summary>
    public static IReadOnlyList<MethodInfo> Functions { get; } =
        [.. typeof(HttpPipeline).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
            .Where(method => method.GetCustomAttribute<FunctionAttribute>() is not null)];

    /// <summary>All HTTP functions of the app.</summary>
    public static IReadOnlyList<Trigger> All { get; } =
        [.. from method in Functions
            from parameter in method.GetParameters()
            let http = parameter.GetCustomAttribute<HttpTriggerAttribute>()
            where http is not null
            select new Trigger(method.GetCustomAttribute<FunctionAttribute>()!.Name, method, http)];

    /// <summary>The methods, in capitals and in order.</summary>
    public IReadOnlyList<string> Verbs => [.. Http.Methods!.Select(verb => verb.ToUpperInvariant()).Order(StringComparer.Ordinal)];

    /// <summary>Calls the function as the worker does: a new instance from the invocation's services, and the request.</summary>
    public Task InvokeAsync(object instance, HttpRequest request) => (Task)Method.Invoke(instance, [request])!;
}
