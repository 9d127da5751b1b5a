namespace HotelCancellation.Bookings.Mapping;

/// <summary>A mapping that cannot be used: malformed, incomplete, or with questions still open. The message says which and what is allowed.</summary>
public sealed class MappingException : Exception
{
    /// <summary>Creates the exception.</summary>
    public MappingException() : this("The mapping cannot be used.")
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">The path in the file, the value, and what is allowed.</param>
    public MappingException(string message) : base(message)
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">The path in the file, the value, and what is allowed.</param>
    /// <param name="innerException">The cause.</param>
    public MappingException(string message, Exception innerException) : base(message, innerException)
    {
    }
}
