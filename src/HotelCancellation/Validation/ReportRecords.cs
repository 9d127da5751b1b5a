using HotelCancellation.Bookings.Reading;

namespace HotelCancellation.Validation;

/// <summary>How a check ended.</summary>
public enum ReportStatus
{
    /// <summary>As expected.</summary>
    Passed,

    /// <summary>Worth a look; nothing stops for it.</summary>
    Warned,

    /// <summary>Not as expected.</summary>
    Failed,
}

/// <summary>A row that was not as expected.</summary>
/// <param name="Row">Its number.</param>
/// <param name="Value">What it had, cut to 100 characters.</param>
public sealed record ReportSample(long Row, string? Value);

/// <summary>One expectation, and what was found.</summary>
public sealed record ReportExpectation
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>The field, or empty where the whole row is meant.</summary>
    public required string Field { get; init; }

    /// <summary>What is expected.</summary>
    public required string Message { get; init; }

    /// <summary>What happens to a row that is not so.</summary>
    public required Severity Severity { get; init; }

    /// <summary>How it ended.</summary>
    public required ReportStatus Status { get; init; }

    /// <summary>Rows that could be looked at.</summary>
    public required long Checked { get; init; }

    /// <summary>Rows that were not so.</summary>
    public required long Failed { get; init; }

    /// <summary>What the readable rows had: the least and the greatest value, or the most frequent ones. Null for an id.</summary>
    public string? Observed { get; init; }

    /// <summary>Some of the rows that were not so.</summary>
    public required IReadOnlyList<ReportSample> Samples { get; init; }
}

/// <summary>A check of the file as a whole.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Status">How it ended.</param>
/// <param name="Message">What was found, in a sentence.</param>
public sealed record ReportCheck(string Name, ReportStatus Status, string Message);

/// <summary>A part of a distribution.</summary>
/// <param name="Label">What it holds.</param>
/// <param name="Rows">How many rows.</param>
public sealed record ReportBin(string Label, long Rows);

/// <summary>How the values of a field are spread, over the rows that could be read.</summary>
/// <param name="Field">The field.</param>
/// <param name="Type">Its type.</param>
/// <param name="Missing">Rows without a value.</param>
/// <param name="Observed">The least and the greatest value, or how many there are.</param>
/// <param name="Bins">Numbers in equal parts (from a sample in large files), dates by month, text by frequency.</param>
public sealed record ReportDistribution(string Field, FieldType Type, long Missing, string Observed, IReadOnlyList<ReportBin> Bins);

/// <summary>The report of one validation run.</summary>
public sealed record ValidationReport
{
    /// <summary>What was read.</summary>
    public required string Source { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset Generated { get; init; }

    /// <summary>The counts.</summary>
    public required ValidationSummary Summary { get; init; }

    /// <summary>Checks of the file as a whole.</summary>
    public required IReadOnlyList<ReportCheck> Checks { get; init; }

    /// <summary>What is expected of rows; what could not be read comes first.</summary>
    public required IReadOnlyList<ReportExpectation> Expectations { get; init; }

    /// <summary>How the values are spread.</summary>
    public required IReadOnlyList<ReportDistribution> Distributions { get; init; }

    /// <summary>The accepted rows beside the last run of the source; null where there is none.</summary>
    public RunComparison? Comparison { get; init; }

    /// <summary>The accepted rows beside a model; null where none was given.</summary>
    public ModelFit? Model { get; init; }

    /// <summary>Whether training may go on with the file.</summary>
    public bool Success => !Summary.Stopped && Checks.All(c => c.Status != ReportStatus.Failed);
}
