using System.Globalization;
using HotelCancellation.Bookings;
using HotelCancellation.Simulation.Replays;
using Sylvan.Data.Csv;

namespace HotelCancellation.Cli.Commands;

/// <summary>The questions of a replay with their answers, as CSV. Numbers are written so that they are read as they were.</summary>
internal static class ReplayAnswerFile
{
    private const string Header = "task,trained_before,as_of,property_id,booking_id,arrival_date,probability,cancelled";
    private const string Day = "yyyy-MM-dd";

    /// <summary>Begins a file.</summary>
    public static Task BeginAsync(TextWriter output) => output.WriteLineAsync(Header);

    /// <summary>Adds the answers of a task.</summary>
    public static async Task AddAsync(TextWriter output, ReplayTask task, IEnumerable<ReplayAnswer> answers)
    {
        var name = ReplayTasks.Name(task);
        foreach (var a in answers)
        {
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"{name},{a.Cut:yyyy-MM-dd},{a.AsOf:yyyy-MM-dd},{Field(a.PropertyId.Value)},{Field(a.BookingId.Value)},{a.ArrivalDate:yyyy-MM-dd},{a.Probability},{(a.Cancelled ? 1 : 0)}"));
        }
    }

    /// <summary>The answers of a file, in their order.</summary>
    public static IEnumerable<(ReplayTask Task, ReplayAnswer Answer)> Read(string file)
    {
        using var csv = CsvDataReader.Create(file);
        while (csv.Read())
        {
            yield return (
                ReplayTasks.Parse(csv.GetString(0)),
                new ReplayAnswer(
                    DateOf(csv.GetString(1)), DateOf(csv.GetString(2)), new PropertyId(csv.GetString(3)), new BookingId(csv.GetString(4)), DateOf(csv.GetString(5)),
                    double.Parse(csv.GetString(6), CultureInfo.InvariantCulture), csv.GetString(7) == "1"));
        }
    }

    private static DateOnly DateOf(string text) => DateOnly.ParseExact(text, Day, CultureInfo.InvariantCulture);

    private static string Field(string text) => text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
