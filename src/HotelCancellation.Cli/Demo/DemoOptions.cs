using HotelCancellation.Bookings.Reading;

namespace HotelCancellation.Cli.Demo;

/// <summary>What the demo was asked for.</summary>
internal sealed record DemoOptions
{
    /// <summary>The user's bookings, or null to generate some.</summary>
    public FileInfo? Data { get; init; }

    /// <summary>How they are read, such as by a mapping.</summary>
    public BookingReadOptions Reading { get; init; } = BookingReadOptions.Default;

    /// <summary>Where everything is kept.</summary>
    public required DirectoryInfo Folder { get; init; }

    /// <summary>The Web host's port.</summary>
    public required int Port { get; init; }

    /// <summary>The first of three ports of the storage emulator; others are taken where these are not free.</summary>
    public required int StoragePort { get; init; }

    /// <summary>Stops as soon as a prediction was answered, for tests.</summary>
    public bool Once { get; init; }
}
