using HotelCancellation.Bookings.Reading;

namespace HotelCancellation.Validation.Drops;

/// <summary>What the name of a dropped file says.</summary>
/// <param name="Folder">The part before the last '/', with it; empty for none.</param>
/// <param name="Format">How it is written; null for an ending that is not taken.</param>
/// <param name="Lives">Whether each row tells a booking's whole life; null where the layout says.</param>
internal readonly record struct DropName(string Folder, BookingFormat? Format, bool? Lives)
{
    /// <summary>The mapping of the CSV files in its folder.</summary>
    public const string Mapping = "mapping.json";

    private const string Result = ".result.json";
    private const string LivesMark = ".lives";

    /// <summary>The endings that are taken.</summary>
    public static string Endings => ".csv, .ndjson, .jsonl, .json";

    /// <summary>Whether it is a file of bookings at all: neither a result, nor a mapping, nor what the app itself keeps.</summary>
    public static bool IsFile(string name) => !name.EndsWith(Result, StringComparison.Ordinal) && LastPart(name) != Mapping && name != BlobDrops.Lease;

    /// <summary>The name of a file's result.</summary>
    public static string ResultOf(string name) => name + Result;

    /// <summary>Reads a name.</summary>
    public static DropName Of(string name)
    {
        var last = LastPart(name);
        var dot = last.LastIndexOf('.');
        BookingFormat? format = (dot < 0 ? "" : last[dot..].ToLowerInvariant()) switch
        {
            ".csv" => BookingFormat.Csv,
            ".ndjson" or ".jsonl" => BookingFormat.NdJson,

            // Some call an array so, some lines of objects.
            ".json" => BookingFormat.Recognise,
            _ => null,
        };
        return new DropName(name[..^last.Length], format, dot > 0 && last[..dot].EndsWith(LivesMark, StringComparison.OrdinalIgnoreCase) ? true : null);
    }

    private static string LastPart(string name) => name[(name.LastIndexOf('/') + 1)..];
}
