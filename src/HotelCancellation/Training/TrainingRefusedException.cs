namespace HotelCancellation.Training;

/// <summary>A training that cannot be done with what it was given. The message says what is missing or not allowed.</summary>
public sealed class TrainingRefusedException : Exception
{
    /// <summary>Creates the exception.</summary>
    public TrainingRefusedException() : this("The training was refused.")
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">Why, and what is allowed.</param>
    public TrainingRefusedException(string message) : base(message)
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">Why, and what is allowed.</param>
    /// <param name="innerException">The cause.</param>
    public TrainingRefusedException(string message, Exception innerException) : base(message, innerException)
    {
    }
}
