namespace HotelCancellation.Bookings.Reading;

/// <summary>An input that cannot be read on as a whole: empty, without the columns needed, or broken in its structure.</summary>
public sealed class UnreadableInputException : Exception
{
    /// <summary>Creates the exception.</summary>
    public UnreadableInputException() : this("The input cannot be read.")
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What is wrong, and what is expected.</param>
    public UnreadableInputException(string message) : base(message)
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What is wrong, and what is expected.</param>
    /// <param name="innerException">The cause.</param>
    public UnreadableInputException(string message, Exception innerException) : base(message, innerException)
    {
    }

    /// <summary>The row after which reading stopped; 0 before the first.</summary>
    public long AfterRow { get; init; }

    /// <summary>The input could be read, and has more rows than are taken at once.</summary>
    public bool TooManyRows { get; init; }
}
