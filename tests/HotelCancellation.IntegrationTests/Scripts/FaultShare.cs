using System.Globalization;
using System.Security.Cryptography;
using Xunit.Abstractions;

namespace HotelCancellation.IntegrationTests.Scripts;

/// <summary>At which of the calls of <c>tests/infra/*-faults.sh</c> something fails: at one of some, others every time, unless <c>FAULT_SHARE=1</c> asks for each.</summary>
internal static class FaultShare
{
    private const int Ordinary = 3;

    public static IReadOnlyDictionary<string, string?> Variables(ITestOutputHelper output)
    {
        var share = Given("FAULT_SHARE") ?? Ordinary;
        var seed = Given("FAULT_SEED") ?? RandomNumberGenerator.GetInt32(1000);
        output.WriteLine($"FAULT_SHARE={share} FAULT_SEED={seed}");
        return new Dictionary<string, string?>(StringComparer.Ordinal) { ["FAULT_SHARE"] = Text(share), ["FAULT_SEED"] = Text(seed) };
    }

    private static int? Given(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
