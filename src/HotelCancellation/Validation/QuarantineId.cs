using System.Globalization;

namespace HotelCancellation.Validation;

/// <summary>Names a quarantine in storage: <c>{yyyyMMdd}-{run}</c>, the day (UTC) on which its run began, and the run.</summary>
/// <param name="Day">The day.</param>
/// <param name="RunId">The run.</param>
public readonly record struct QuarantineId(DateOnly Day, string RunId)
{
    private const int DayLength = 8;

    /// <summary>Its blob's name in the container.</summary>
    internal string BlobName => string.Create(CultureInfo.InvariantCulture, $"{Day:yyyy/MM/dd}/{QuarantineFile.NameOf(RunId)}");

    /// <summary>Reads an id.</summary>
    public static bool TryParse(string text, out QuarantineId id)
    {
        id = default;
        if (text is not { Length: > DayLength + 1 } || text[DayLength] != '-'
            || !DateOnly.TryParseExact(text.AsSpan(0, DayLength), "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return false;
        }

        id = new QuarantineId(day, text[(DayLength + 1)..]);
        return QuarantineFile.IsName(id.RunId);
    }

    /// <summary>The id of a quarantine by its place, <c>quarantine/yyyy/MM/dd/{run}.ndjson</c>; null for another place, such as a file of this machine.</summary>
    public static QuarantineId? OfLocation(string? location)
    {
        var parts = location?.Split('/') ?? [];
        return parts is [BlobQuarantine.Container, var year, var month, var day, var file] && file.EndsWith(QuarantineFile.Extension, StringComparison.Ordinal)
            && TryParse($"{year}{month}{day}-{file[..^QuarantineFile.Extension.Length]}", out var id) ? id : null;
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Day:yyyyMMdd}-{RunId}");
}
