using System.Text.Json;

namespace HotelCancellation.Validation;

/// <summary>That a quarantine was sent again.</summary>
public sealed record ReplayRecord
{
    /// <summary>When, UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Who.</summary>
    public required string By { get; init; }

    /// <summary>Whether its rows were mended, or judged again as they were.</summary>
    public required bool Corrected { get; init; }

    /// <summary>Whether all of it was read; false where the input broke off.</summary>
    public required bool Complete { get; init; }

    /// <summary>New events that count.</summary>
    public required long Accepted { get; init; }

    /// <summary>Events that were there before.</summary>
    public required long Duplicates { get; init; }

    /// <summary>Rows that are still refused.</summary>
    public required long Refused { get; init; }

    /// <summary>Where those are; null where there are none.</summary>
    public string? Quarantine { get; init; }

    /// <summary>The record as a line.</summary>
    internal byte[] ToLine() => [.. JsonSerializer.SerializeToUtf8Bytes(this, JsonSerializerOptions.Web), (byte)'\n'];

    /// <summary>The records of lines; a line that is none is passed over.</summary>
    internal static IReadOnlyList<ReplayRecord> Of(string lines)
    {
        var records = new List<ReplayRecord>();
        foreach (var line in lines.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            try
            {
                if (JsonSerializer.Deserialize<ReplayRecord>(line, JsonSerializerOptions.Web) is { } record)
                {
                    records.Add(record);
                }
            }
            catch (JsonException)
            {
                // Cut off while it was written: the rows themselves have been taken or not, whatever the record says.
            }
        }

        return records;
    }
}
