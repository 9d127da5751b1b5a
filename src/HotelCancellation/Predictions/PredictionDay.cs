using System.Text.Json.Serialization;

namespace HotelCancellation.Predictions;

/// <summary>A compacted day: which columns count, and what they have.</summary>
internal sealed record PredictionDay
{
    /// <summary>Grows by one with every change.</summary>
    public required int Generation { get; init; }

    /// <summary>The Parquet file, sorted by property, booking and id; null before the first.</summary>
    public string? Columns { get; init; }

    /// <summary>The <see cref="RecordIndex"/> of it.</summary>
    public string? Rows { get; init; }

    /// <summary>Its records.</summary>
    public long Count { get; init; }

    /// <summary>The widest row of features.</summary>
    public int Width { get; init; }

    /// <summary>Records that processes say they have dropped, by what was taken in.</summary>
    [JsonIgnore]
    public long Dropped => Taken.Sum(t => t.Dropped);

    /// <summary>Requests for predictions that failed, as processes have counted them.</summary>
    [JsonIgnore]
    public long Failed => Taken.Sum(t => t.Failed);

    /// <summary>Where each property's records are.</summary>
    public IReadOnlyList<PropertyRows> Properties { get; init; } = [];

    /// <summary>The log files that are in it.</summary>
    public IReadOnlyList<TakenFile> Taken { get; init; } = [];

    /// <summary>When it was made.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>Whether all of a file is in it.</summary>
    public bool Has(DayFile file) => Taken.Any(t => t.Bytes == file.Bytes && string.Equals(t.Name, file.Name, StringComparison.Ordinal));
}

/// <summary>The rows of a property.</summary>
/// <param name="Property">The property.</param>
/// <param name="First">The first row, from 0.</param>
/// <param name="Count">How many.</param>
internal sealed record PropertyRows(string Property, long First, long Count);

/// <summary>A log file that was taken in.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Bytes">Its length then.</param>
/// <param name="Damaged">Whether only the part before some damage could be read; such a file is not removed.</param>
/// <param name="Dropped">Records that its process says in it to have dropped.</param>
/// <param name="Failed">Requests that its process says in it to have failed.</param>
internal sealed record TakenFile(string Name, long Bytes, bool Damaged, long Dropped, long Failed = 0);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = false)]
[JsonSerializable(typeof(PredictionDay))]
internal sealed partial class PredictionDayJson : JsonSerializerContext;
