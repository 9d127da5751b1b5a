namespace HotelCancellation.Monitoring.Reports;

/// <summary>What a finding is about.</summary>
public enum FindingKind
{
    /// <summary>A feed is broken or values are missing. Training would teach the fault.</summary>
    Data,

    /// <summary>New categories, such as an agent that training has not seen. They may be drift, too, and then drift says so.</summary>
    NewCategories,

    /// <summary>The bookings are others than in training.</summary>
    Drift,

    /// <summary>The predicted probabilities are spread in another way. It follows from drift or from the season, and asks for nothing by itself.</summary>
    Predictions,

    /// <summary>Guests cancel more or less often than the same bookings did in training.</summary>
    Concept,

    /// <summary>The model is worse than it was.</summary>
    Performance,

    /// <summary>Predictions take too long. No training helps.</summary>
    Latency,

    /// <summary>Requests for predictions fail. No training helps.</summary>
    Errors,
}

/// <summary>How urgent a finding is; the names are those of PagerDuty's Events API.</summary>
public enum FindingSeverity
{
    /// <summary>Worth knowing.</summary>
    Info,

    /// <summary>Worth looking at.</summary>
    Warning,

    /// <summary>Predictions are worse or will be.</summary>
    Error,
}

/// <summary>One thing that a report found.</summary>
public sealed record Finding
{
    /// <summary>The same for the same thing on every day, such as <c>drift/city-01</c>: what alerts are de-duplicated and cleared by.</summary>
    public required string Key { get; init; }

    /// <summary>What it is about.</summary>
    public required FindingKind Kind { get; init; }

    /// <summary>How urgent it is.</summary>
    public required FindingSeverity Severity { get; init; }

    /// <summary>The hotel; null for all of them together.</summary>
    public string? Property { get; init; }

    /// <summary>Whether a training may help, so that the trigger is asked.</summary>
    public bool AsksForTraining => Kind is FindingKind.Drift or FindingKind.Concept or FindingKind.Performance;

    /// <summary>Whether training must wait until it is mended.</summary>
    public bool ForbidsTraining => Kind == FindingKind.Data;

    /// <summary>What was found, in sentences.</summary>
    public required IReadOnlyList<string> Reasons { get; init; }

    /// <summary>The key of a finding.</summary>
    /// <param name="kind">What it is about.</param>
    /// <param name="property">The hotel; null for all.</param>
    public static string KeyOf(FindingKind kind, string? property) => $"{Name(kind)}/{property ?? "*"}";

    private static string Name(FindingKind kind) => char.ToLowerInvariant(kind.ToString()[0]) + kind.ToString()[1..];
}
