namespace HotelCancellation.Cli;

/// <summary>What the process ends with.</summary>
internal static class ExitCode
{
    /// <summary>Done.</summary>
    public const int Done = 0;

    /// <summary>Refused, or found wanting.</summary>
    public const int Refused = 1;

    /// <summary>Bad usage.</summary>
    public const int Usage = 2;
}
