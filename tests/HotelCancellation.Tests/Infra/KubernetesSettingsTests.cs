using System.Text.RegularExpressions;
using HotelCancellation.Tests.Docs;

namespace HotelCancellation.Tests.Infra;

public sealed partial class KubernetesSettingsTests
{
    /// <summary>Names of settings in the manifests, with the file that each is in.</summary>
    public static TheoryData<string, string> Named
    {
        get
        {
            var data = new TheoryData<string, string>();
            var root = Path.Combine(Checkout.Root, "infra", "k8s");
            foreach (var file in Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories).Where(f => f.EndsWith(".env", StringComparison.Ordinal) || f.EndsWith(".yaml", StringComparison.Ordinal)))
            {
                foreach (var name in Name().Matches(File.ReadAllText(file)).Select(m => m.Value).Distinct(StringComparer.Ordinal))
                {
                    data.Add(Path.GetRelativePath(root, file), name);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Named))]
    public void Manifest_EverySettingThatItNames_IsOneOfTheApp(string file, string name) =>
        UsedSettings.OfOptions.Select(UsedSettings.AsAppSetting).ShouldContain(name, file);

    [GeneratedRegex("[A-Z][A-Za-z]+(__[A-Z][A-Za-z]+)+", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Name();
}
