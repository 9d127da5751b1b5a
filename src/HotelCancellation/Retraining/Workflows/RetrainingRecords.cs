using HotelCancellation.Retraining.Runs;

namespace HotelCancellation.Retraining.Workflows;

/// <summary>What a retraining run begins with.</summary>
public sealed record RetrainingInput
{
    /// <summary>The version of the workflow that it was begun with.</summary>
    public required int WorkflowVersion { get; init; }

    /// <summary>Only what happened before this day is looked at.</summary>
    public required DateOnly AsOf { get; init; }

    /// <summary>Who asked.</summary>
    public required string By { get; init; }

    /// <summary>Why.</summary>
    public required string Reason { get; init; }

    /// <summary>The group of properties.</summary>
    public required string Group { get; init; }

    /// <summary>Sets of settings that are tried beside those in force.</summary>
    public required int Trials { get; init; }

    /// <summary>Whether somebody must agree before the challenger is let in.</summary>
    public bool RequireApproval { get; init; }
}

/// <summary>How a run of either workflow ended.</summary>
/// <param name="Outcome">How.</param>
/// <param name="Statement">The same in a sentence.</param>
/// <param name="ModelVersion">The version that it was about; null where there was none.</param>
public sealed record WorkflowResult(RunOutcome Outcome, string Statement, string? ModelVersion = null);

/// <summary>The data set of a run.</summary>
/// <param name="Fingerprint">Its name; null where there is none.</param>
/// <param name="Refusal">Why there is none.</param>
/// <param name="Bookings">Bookings in it.</param>
/// <param name="Events">Events in it.</param>
public sealed record ExtractedData(string? Fingerprint, string? Refusal, long Bookings, long Events);

/// <summary>Asks for a data set.</summary>
/// <param name="AsOf">Only events of days before this one.</param>
public sealed record ExtractInput(DateOnly AsOf);

/// <summary>Names the data set that a step reads.</summary>
/// <param name="Fingerprint">The data set.</param>
/// <param name="AsOf">The day that it was extracted as of.</param>
public sealed record DataInput(string Fingerprint, DateOnly AsOf);

/// <summary>What validation found.</summary>
/// <param name="Refusal">Why nothing may be learned from the data; null where it may.</param>
/// <param name="Rejected">Bookings that are left out.</param>
/// <param name="Report">The blob with the report.</param>
public sealed record ValidatedData(string? Refusal, long Rejected, string Report);

/// <summary>What the features can tell.</summary>
/// <param name="Refusal">Why nothing may be learned with them; null where it may.</param>
/// <param name="Count">How many there are.</param>
/// <param name="Blob">The blob with what is known of each.</param>
/// <param name="Trials">The sets of settings to be tried, those in force first.</param>
public sealed record PreparedFeatures(string? Refusal, int Count, string Blob, IReadOnlyList<TrialSettings> Trials);

/// <summary>Asks for the features.</summary>
/// <param name="Fingerprint">The data set.</param>
/// <param name="AsOf">The day that it was extracted as of.</param>
/// <param name="Trials">Sets of settings to be tried beside those in force.</param>
public sealed record FeaturesInput(string Fingerprint, DateOnly AsOf, int Trials);

/// <summary>A set of settings to be tried.</summary>
/// <param name="Fingerprint">The data set.</param>
/// <param name="AsOf">The day that it was extracted as of.</param>
/// <param name="Settings">What differs from the settings in force.</param>
/// <param name="InForce">The blob with the answers of the settings in force; null where these are they.</param>
public sealed record TryInput(string Fingerprint, DateOnly AsOf, TrialSettings Settings, string? InForce);

/// <summary>How a set of settings did.</summary>
/// <param name="LogLoss">The mean log loss; null where it could not be tried.</param>
/// <param name="Gain">The mean gain in log loss over the settings in force, on the same rows; 0 for these.</param>
/// <param name="GainError">The standard error of the gain.</param>
/// <param name="Blob">The blob with its answers.</param>
/// <param name="Refusal">Why it could not be tried.</param>
public sealed record TrialResult(double? LogLoss, double Gain, double GainError, string? Blob, string? Refusal);

/// <summary>Asks for the model.</summary>
/// <param name="Fingerprint">The data set.</param>
/// <param name="AsOf">The day that it was extracted as of.</param>
/// <param name="Settings">The settings chosen.</param>
/// <param name="By">Who asked.</param>
/// <param name="Reason">Why.</param>
public sealed record TrainInput(string Fingerprint, DateOnly AsOf, TrialSettings Settings, string By, string Reason);

/// <summary>The model.</summary>
/// <param name="ModelVersion">Its version; null where there is none.</param>
/// <param name="Refusal">Why there is none.</param>
public sealed record TrainedModel(string? ModelVersion, string? Refusal);

/// <summary>Asks for a comparison.</summary>
/// <param name="Fingerprint">The data set.</param>
/// <param name="AsOf">The day that it was extracted as of.</param>
/// <param name="Settings">The settings chosen.</param>
/// <param name="Challenger">The challenger's version.</param>
/// <param name="FeaturesBlob">What is known of each feature.</param>
/// <param name="ValidationBlob">What validation found.</param>
public sealed record EvaluateInput(string Fingerprint, DateOnly AsOf, TrialSettings Settings, string Challenger, string FeaturesBlob, string ValidationBlob);

/// <summary>Champion and challenger on the same rows.</summary>
/// <param name="Blob">The blob with the gate's question.</param>
/// <param name="Rows">Rows of it.</param>
/// <param name="Champion">The champion's version; null for a first model.</param>
/// <param name="ChampionTag">The champion's alias when it was asked.</param>
/// <param name="Refusal">Why there is no comparison.</param>
public sealed record EvaluatedModels(string? Blob, int Rows, string? Champion, string ChampionTag, string? Refusal);

/// <summary>Asks for the gate's verdict.</summary>
/// <param name="Blob">The blob with the gate's question.</param>
/// <param name="Challenger">The challenger's version.</param>
public sealed record CompareInput(string Blob, string Challenger);

/// <summary>The gate's verdict.</summary>
/// <param name="Passed">Whether the challenger may be let in.</param>
/// <param name="Statement">The verdict in a sentence.</param>
/// <param name="Blob">The blob with the whole verdict.</param>
public sealed record ComparedModels(bool Passed, string Statement, string Blob);

/// <summary>Asks for a rollout.</summary>
/// <param name="Challenger">The challenger's version.</param>
/// <param name="Champion">The version that it was compared with; null for a first model.</param>
/// <param name="ChampionTag">The champion's alias when it was compared.</param>
/// <param name="Passed">Whether it passed the gate.</param>
/// <param name="Statement">The verdict in a sentence.</param>
/// <param name="Group">The group of properties.</param>
/// <param name="RequireApproval">Whether somebody must agree.</param>
public sealed record StageInput(string Challenger, string? Champion, string ChampionTag, bool Passed, string Statement, string Group, bool RequireApproval);

/// <summary>A challenger that is staged.</summary>
/// <param name="Rollout">Its rollout; null where a refused one waits for nobody.</param>
public sealed record StagedModel(string? Rollout);
