using System.CommandLine;
using HotelCancellation.Bookings.Mapping;
using HotelCancellation.Bookings.Reading;

namespace HotelCancellation.Cli;

/// <summary>Options that several commands have.</summary>
internal static class Options
{
    public static Option<bool> Json() => new("--json") { Description = "Write the result as JSON, one object a line, and nothing else, to standard output." };

    public static Option<bool> Quiet() => new("--quiet", "-q") { Description = "Say nothing but errors and the result." };

    public static Option<FileInfo> Data(bool required)
    {
        var option = new Option<FileInfo>("--data", "-d")
        {
            Description = "A file of bookings: CSV in the public layout (hotel_bookings.csv) or with the contract's names, NDJSON, or a JSON array. The layout is recognised; CSV with other columns needs --mapping.",
            HelpName = "FILE",
            Required = required,
        };
        return option.AcceptExistingOnly();
    }

    public static Option<FileInfo?> Mapping()
    {
        var option = new Option<FileInfo>("--mapping", "-m")
        {
            Description = "How to read a CSV file with other columns: a mapping as hotelcancel map proposes it. Open questions in it are refused.",
            HelpName = "FILE",
        };
        return option.AcceptExistingOnly()!;
    }

    /// <summary>The mapping that was named, if one was.</summary>
    /// <exception cref="MappingException">It is malformed.</exception>
    public static async Task<BookingReadOptions> ReadAsync(FileInfo? mapping, CancellationToken cancellationToken) =>
        mapping is null ? BookingReadOptions.Default : new BookingReadOptions { Mapping = await MappingReader.ReadFileAsync(mapping.FullName, cancellationToken) };

    public static Option<string> By() => new("--by")
    {
        Description = "Who does it, for the history.",
        HelpName = "NAME",
        DefaultValueFactory = _ => Environment.UserName,
    };

    public static Option<DateOnly?> Date(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "yyyy-MM-dd",
        CustomParser = result =>
        {
            if (DateOnly.TryParseExact(result.Tokens[0].Value, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.None, out var date))
            {
                return date;
            }

            result.AddError($"{name} {result.Tokens[0].Value}: must be a date of the calendar written yyyy-MM-dd.");
            return null;
        },
    };
}
