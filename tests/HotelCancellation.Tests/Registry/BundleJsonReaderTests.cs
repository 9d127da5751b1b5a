using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using HotelCancellation.Registry;
using HotelCancellation.TestSupport;

namespace HotelCancellation.Tests.Registry;

public sealed class BundleJsonReaderTests
{
    private static readonly (ModelManifest Manifest, IReadOnlyDictionary<string, byte[]> Files) Written = BundleDraftWriter.Write(TestModels.Draft(), new DateTimeOffset(2026, 5, 1, 12, 0, 0, TimeSpan.Zero));

    [Fact]
    public void Read_WhatWasWritten_IsWrittenTheSameAgain()
    {
        foreach (var file in new[] { BundleFiles.Manifest, BundleFiles.Encoder, BundleFiles.Calibration, BundleFiles.KnownRows })
        {
            Text(Again(file, Bytes(file))).ShouldBe(Text(Bytes(file)));
        }
    }

    [Theory]
    [InlineData(BundleFiles.Manifest)]
    [InlineData(BundleFiles.Encoder)]
    [InlineData(BundleFiles.Calibration)]
    [InlineData(BundleFiles.KnownRows)]
    public void Read_AnyMemberLeftOut_OrOfAnotherKind_IsReadOrRefusedAsTheSerializerDoes(string file)
    {
        var root = JsonNode.Parse(Bytes(file))!;
        var changed = 0;
        foreach (var (parent, name) in Members(root).ToArray())
        {
            var before = parent[name];
            foreach (var other in new JsonNode?[] { null, JsonValue.Create("x"), JsonValue.Create(1.5), JsonValue.Create(7), JsonValue.Create(true), new JsonArray(), new JsonObject() })
            {
                parent[name] = other;
                Compare(file, root, $"{name} = {other?.ToJsonString() ?? "null"}");
                changed++;
            }

            parent.Remove(name);
            Compare(file, root, $"{name} left out");
            parent[name] = before;
        }

        changed.ShouldBeGreaterThan(10);
    }

    [Theory]
    [InlineData(BundleFiles.Encoder)]
    [InlineData(BundleFiles.Calibration)]
    [InlineData(BundleFiles.KnownRows)]
    public void Read_AMemberThatIsNotKnown_IsRefused(string file)
    {
        var root = JsonNode.Parse(Bytes(file))!;
        foreach (var parent in Members(root).Select(m => m.Parent).Distinct().Where(p => !IsByName(p)).ToArray())
        {
            parent["more"] = 1;
            Should.Throw<JsonException>(() => Again(file, Encoding.UTF8.GetBytes(root.ToJsonString()))).Message.ShouldBe("'more' is not known.");
            parent.Remove("more");
        }
    }

    /// <summary>The serializer that writes the files reads them too, only not as soon in the life of a process.</summary>
    private static void Compare(string file, JsonNode root, string change)
    {
        var bytes = Encoding.UTF8.GetBytes(root.ToJsonString());
        Outcome(() => Again(file, bytes)).ShouldBe(Outcome(() => BySerializer(file, bytes)), change);
    }

    private static string Outcome(Func<byte[]> again)
    {
        try
        {
            return Text(again());
        }
        catch (JsonException)
        {
            return "refused";
        }
    }

    private static byte[] Again(string file, byte[] bytes) => file switch
    {
        BundleFiles.Manifest => BundleFiles.ToJson(BundleJsonReader.Manifest(bytes)),
        BundleFiles.Encoder => BundleFiles.ToJson(BundleJsonReader.Encoder(bytes)),
        BundleFiles.Calibration => BundleFiles.ToJson(BundleJsonReader.Calibration(bytes)),
        _ => BundleFiles.ToJson(BundleJsonReader.KnownRows(bytes)),
    };

    private static byte[] BySerializer(string file, byte[] bytes) => file switch
    {
        BundleFiles.Manifest => BundleFiles.ToJson(JsonSerializer.Deserialize<ModelManifest>(bytes, RegistryJson.Lenient)),
        BundleFiles.Encoder => BundleFiles.ToJson(JsonSerializer.Deserialize<BundleFiles.EncoderFile>(bytes, RegistryJson.Strict)),
        BundleFiles.Calibration => BundleFiles.ToJson(JsonSerializer.Deserialize<BundleFiles.CalibrationFile>(bytes, RegistryJson.Strict)),
        _ => BundleFiles.ToJson(JsonSerializer.Deserialize<IReadOnlyList<KnownRow>>(bytes, RegistryJson.Strict)),
    };

    private static byte[] Bytes(string file) => file == BundleFiles.Manifest ? BundleFiles.ToJson(Written.Manifest) : Written.Files[file];

    private static string Text(byte[] bytes) => Encoding.UTF8.GetString(bytes);

    // The first element of a list stands for all.
    private static IEnumerable<(JsonObject Parent, string Name)> Members(JsonNode? node) => node switch
    {
        JsonObject o => o.Select(m => (o, m.Key)).Concat(o.SelectMany(m => Members(m.Value))),
        JsonArray { Count: > 0 } a => Members(a[0]),
        _ => [],
    };

    private static bool IsByName(JsonObject parent) => parent.Parent is JsonObject above && above.FirstOrDefault(m => m.Value == parent).Key is "values" or "byProperty";
}
