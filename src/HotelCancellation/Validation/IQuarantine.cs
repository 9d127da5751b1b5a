namespace HotelCancellation.Validation;

/// <summary>Where rejected rows go, so that someone can look at them and send them again.</summary>
public interface IQuarantine
{
    /// <summary>Begins the quarantine of a run; nothing is created before a row comes.</summary>
    /// <param name="runId">The run; the same id again replaces what it left before on the same day.</param>
    QuarantineFile Begin(string runId);
}
