namespace HotelCancellation.Platform;

/// <summary>Storage did not answer, or did not let this process in. The cause says which; the caller may try again later.</summary>
public sealed class StorageUnavailableException : Exception
{
    /// <summary>Creates the exception.</summary>
    public StorageUnavailableException() : this("Storage does not answer.")
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What was tried.</param>
    public StorageUnavailableException(string message) : base(message)
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What was tried.</param>
    /// <param name="innerException">The storage client's own error.</param>
    public StorageUnavailableException(string message, Exception innerException) : base(message, innerException)
    {
    }
}
