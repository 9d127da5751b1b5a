using System.Globalization;
using HotelCancellation.Platform;

namespace HotelCancellation.Features.Store;

/// <summary>Which row of table <c>features</c> keeps a series: few enough that a question reads few, and small enough that a change writes little.</summary>
internal static class LedgerNames
{
    private const string Property = "p";

    /// <summary>The row of what a booking itself has added.</summary>
    public static string Own(string bookingId) => $"b.{TableKeys.Of(bookingId)}";

    /// <summary>The row of a series: those of one arrival day share one, and the nights of a month.</summary>
    public static string Document(in LedgerKey key) => key.Scope switch
    {
        LedgerScope.Property => Property,
        LedgerScope.Segment => $"s.{TableKeys.Of(key.Name)}",
        LedgerScope.RoomType => $"r.{TableKeys.Of(key.Name)}",
        LedgerScope.Agent => $"a.{TableKeys.Of(key.Name)}",
        LedgerScope.Company => $"c.{TableKeys.Of(key.Name)}",
        LedgerScope.Stay => $"m.{Date(key, "yyyyMM")}",
        _ => $"n.{Date(key, "yyyyMMdd")}",
    };

    private static string Date(in LedgerKey key, string format) => DateOnly.FromDayNumber(key.Day).ToString(format, CultureInfo.InvariantCulture);
}
