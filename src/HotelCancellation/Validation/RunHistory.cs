using System.Text.Json;

namespace HotelCancellation.Validation;

/// <summary>Where runs leave their profiles for the next one of the same source.</summary>
public interface IRunHistory
{
    /// <summary>The latest profiles of a source, the last one last; those that cannot be read are left out.</summary>
    /// <param name="source">The source, such as a file's name or a property.</param>
    /// <param name="most">The most that are given.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    Task<IReadOnlyList<RunProfile>> ReadAsync(string source, int most, CancellationToken cancellationToken);

    /// <summary>Keeps a profile; where it is.</summary>
    Task<string> KeepAsync(RunProfile profile, CancellationToken cancellationToken);
}

/// <summary>How profiles are named and written, the same in storage and in a folder.</summary>
internal static class RunHistoryFormat
{
    private const int LongestFolder = 60;
    private static readonly JsonSerializerOptions Json = JsonSerializerOptions.Web;

    /// <summary>The folder of a source: its name where that is a plain one, else with a hash of it, so that two sources never share one.</summary>
    public static string FolderOf(string source)
    {
        var plain = new string([.. source.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' ? c : '-').Take(LongestFolder)]).Trim('.');
        return plain == source ? plain : $"{plain}-{Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(source)))[..8]}";
    }

    /// <summary>The name of a profile; names sort by time.</summary>
    public static string NameOf(RunProfile profile) => FormattableString.Invariant($"{profile.Generated.UtcDateTime:yyyyMMdd'T'HHmmssfff}-{profile.RunId}.profile.json");

    public static byte[] Write(RunProfile profile) => JsonSerializer.SerializeToUtf8Bytes(profile, Json);

    /// <summary>A profile; null where the bytes are none of this program's.</summary>
    public static RunProfile? Read(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return JsonSerializer.Deserialize<RunProfile>(bytes, Json) is { Schema: RunProfile.CurrentSchema } profile && profile.Columns.All(IsWhole) ? profile : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static bool IsWhole(ColumnProfile column) =>
        BookingValue.All.TryGetValue(column.Field, out var value)
        && (value.Number is null ? column.Values is { } values && column.Counts.Count == values.Count + 1 : column.Edges is { } edges && column.Counts.Count == edges.Count + 1);
}

/// <summary>Profiles in a folder of this machine: <c>{folder}/{source}/{time}-{run}.profile.json</c>.</summary>
/// <param name="folder">The folder; made when it is needed.</param>
public sealed class FileRunHistory(string folder) : IRunHistory
{
    /// <inheritdoc/>
    public async Task<IReadOnlyList<RunProfile>> ReadAsync(string source, int most, CancellationToken cancellationToken)
    {
        var place = Path.Combine(folder, RunHistoryFormat.FolderOf(source));
        var profiles = new List<RunProfile>();
        if (!Directory.Exists(place))
        {
            return profiles;
        }

        foreach (var file in Directory.GetFiles(place, "*.profile.json").OrderDescending(StringComparer.Ordinal))
        {
            if (profiles.Count < most && RunHistoryFormat.Read(await File.ReadAllBytesAsync(file, cancellationToken).ConfigureAwait(false)) is { } profile)
            {
                profiles.Insert(0, profile);
            }
        }

        return profiles;
    }

    /// <inheritdoc/>
    public async Task<string> KeepAsync(RunProfile profile, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(profile);
        var place = Directory.CreateDirectory(Path.Combine(folder, RunHistoryFormat.FolderOf(profile.Source)));
        var file = Path.Combine(place.FullName, RunHistoryFormat.NameOf(profile));
        await File.WriteAllBytesAsync(file, RunHistoryFormat.Write(profile), cancellationToken).ConfigureAwait(false);
        return file;
    }
}
