namespace HotelCancellation.Features.Store;

/// <summary>What a series of the ledger counts. All are of one property: what one hotel knows never reaches another.</summary>
/// <remarks>The numbers are stored; they are added to and never given another meaning.</remarks>
public enum LedgerScope : byte
{
    /// <summary>All bookings of the property.</summary>
    Property = 0,

    /// <summary>Those of a market segment.</summary>
    Segment = 1,

    /// <summary>Those of a room type that was asked for.</summary>
    RoomType = 2,

    /// <summary>Those of a travel agent.</summary>
    Agent = 3,

    /// <summary>Those of a company.</summary>
    Company = 4,

    /// <summary>Those that arrive on a day.</summary>
    Night = 5,

    /// <summary>Those that arrive on a day, of a travel agent.</summary>
    NightAgent = 6,

    /// <summary>Those that arrive on a day, of a company.</summary>
    NightCompany = 7,

    /// <summary>Those that arrive on a day, of a market segment.</summary>
    NightSegment = 8,

    /// <summary>Those whose stay covers the night that begins on a day.</summary>
    Stay = 9,
}
