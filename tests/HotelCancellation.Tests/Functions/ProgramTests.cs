using HotelCancellation.Functions;
using HotelCancellation.Serving;
using Microsoft.Extensions.Hosting;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotelCancellation.Tests.Functions;

/// <summary>The Functions app's entry point, as it was compiled: only the real worker could run it.</summary>
public sealed class ProgramTests
{
    [Fact]
    public void Main_BeforeTheHostAndBetweenItAndItsStart_BeginsToLoadTheChampion()
    {
        using var app = ModuleDefinition.ReadModule(typeof(HttpPipeline).Assembly.Location);

        // An asynchronous method is compiled to a type of its own.
        var calls = app.EntryPoint.DeclaringType.NestedTypes.SelectMany(t => t.Methods).Where(m => m.HasBody)
            .SelectMany(m => m.Body.Instructions).Where(i => i.OpCode.Code is Code.Call or Code.Callvirt)
            .Select(i => ((MethodReference)i.Operand).Name)
            .Where(name => name is "Build" or nameof(EarlyChampion.BeginToLoadBundle) or nameof(EarlyChampion.BeginToLoadChampion) or nameof(HostingAbstractionsHostExtensions.RunAsync));

        calls.ShouldBe([nameof(EarlyChampion.BeginToLoadBundle), "Build", nameof(EarlyChampion.BeginToLoadChampion), nameof(HostingAbstractionsHostExtensions.RunAsync)]);
    }
}
