using HotelCancellation.Simulation.Replays;

namespace HotelCancellation.Cli.Commands;

/// <summary>The tasks of a replay by the names that people use.</summary>
internal static class ReplayTasks
{
    /// <summary>All names, in the order of <see cref="ReplayTask"/>.</summary>
    public static IReadOnlyList<string> Names { get; } = ["booking-time", "on-the-books", "static"];

    public static string Name(ReplayTask task) => Names[(int)task];

    public static ReplayTask Parse(string name) => name switch
    {
        "booking-time" => ReplayTask.BookingTime,
        "on-the-books" => ReplayTask.OnTheBooks,
        _ => ReplayTask.Static,
    };
}
