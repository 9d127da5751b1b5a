using System.Text.Json.Serialization;

namespace HotelCancellation.Bookings.Compaction;

/// <summary>The file that has a month's events of a property.</summary>
internal sealed record MonthFile
{
    /// <summary>The first day of the month.</summary>
    public required DateOnly Month { get; init; }

    /// <summary>The blob.</summary>
    public required string Name { get; init; }

    /// <summary>Events in it.</summary>
    public required long Events { get; init; }

    /// <summary>Its length.</summary>
    public required long Bytes { get; init; }
}

/// <summary>Which files have the events of a property. What it does not name does not count.</summary>
internal sealed record ColumnIndex
{
    /// <summary>The property.</summary>
    public required string PropertyId { get; init; }

    /// <summary>One more with each change.</summary>
    public required long Generation { get; init; }

    /// <summary>The months, in order.</summary>
    public required IReadOnlyList<MonthFile> Months { get; init; }
}

/// <summary>How the index is written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(ColumnIndex))]
internal sealed partial class ColumnIndexJson : JsonSerializerContext;
