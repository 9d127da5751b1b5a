using System.Reflection;
using HotelCancellation.Api;
using HotelCancellation.Bookings;

namespace HotelCancellation.Tests.Docs;

public class SettingsTests
{
    private static readonly string Guide = File.ReadAllText(Path.Combine(Checkout.Root, "docs", "operating.md"));

    /// <summary>Every property of every options type, as Section:Name.</summary>
    public static TheoryData<string> Names =>
    [
        .. new[] { typeof(Booking).Assembly, typeof(ApiOptions).Assembly }
            .SelectMany(a => a.GetTypes())
            .Where(t => t.Name.EndsWith("Options", StringComparison.Ordinal))
            .Select(t => (Type: t, Section: t.GetField("Section", BindingFlags.Public | BindingFlags.Static)?.GetRawConstantValue() as string))
            .Where(t => t.Section is not null)
            .SelectMany(t => t.Type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.Name != "EqualityContract").Select(p => $"{t.Section}:{p.Name}")),
    ];

    [Theory]
    [MemberData(nameof(Names))]
    public void OperatingGuide_EverySetting_IsInItsTable(string name) => Guide.ShouldContain($"`{name}`");
}
