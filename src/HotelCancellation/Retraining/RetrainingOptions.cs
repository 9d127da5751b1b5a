using System.ComponentModel.DataAnnotations;

namespace HotelCancellation.Retraining;

/// <summary>What happens to a request while a run of the group is under way.</summary>
public enum SecondRun
{
    /// <summary>It is answered with the run that is under way.</summary>
    Join,

    /// <summary>It is refused.</summary>
    Refuse,
}

/// <summary>Retraining runs and the engine that runs them. Section <c>Retraining</c>.</summary>
public sealed class RetrainingOptions : IValidatableObject
{
    /// <summary>The section's name.</summary>
    public const string Section = "Retraining";

    /// <summary>The group of properties that this deployment serves; one run of a kind is under way for it at a time.</summary>
    /// <value>Default: all.</value>
    [RegularExpression("^[A-Za-z0-9-]{1,40}$", ErrorMessage = "Retraining:Group must be 1 to 40 letters, digits or '-'.")]
    public string Group { get; set; } = "all";

    /// <summary>What happens to a request while a run is under way.</summary>
    /// <value>Default: Join.</value>
    public SecondRun WhileRunning { get; set; } = SecondRun.Join;

    /// <summary>Sets of settings that are tried beside those in force, on earlier days than the gate looks at. 0 to 6.</summary>
    /// <value>Default: 2.</value>
    [Range(0, 6, ErrorMessage = "Retraining:Trials must be 0 to 6.")]
    public int Trials { get; set; } = 2;

    /// <summary>Days before the end of the data whose arrivals champion and challenger are compared on.</summary>
    /// <value>Default: 60.</value>
    [Range(14, 365, ErrorMessage = "Retraining:CompareDays must be 14 to 365.")]
    public int CompareDays { get; set; } = 60;

    /// <summary>Whether the Web host works at runs. Where another process does (<c>hotelcancel work</c>, Durable Functions), it only takes requests.</summary>
    /// <value>Default: true.</value>
    public bool Work { get; set; } = true;

    /// <summary>Whether a Web host that works at runs trains, too. Where it does not, it begins runs, works at rollouts, and leaves retraining runs to jobs (<c>hotelcancel work --job</c>).</summary>
    /// <value>Default: true.</value>
    public bool Train { get; set; } = true;

    /// <summary>How often a process that works looks for runs.</summary>
    /// <value>Default: 10.</value>
    [Range(1, 3600, ErrorMessage = "Retraining:PollSeconds must be 1 to 3600.")]
    public int PollSeconds { get; set; } = 10;

    /// <summary>How long a process that is killed keeps others from its run.</summary>
    /// <value>Default: 30.</value>
    [Range(15, 60, ErrorMessage = "Retraining:LeaseSeconds must be 15 to 60.")]
    public int LeaseSeconds { get; set; } = 30;

    /// <summary>How often a step is begun before its run fails.</summary>
    /// <value>Default: 5.</value>
    [Range(1, 100, ErrorMessage = "Retraining:MaxAttempts must be 1 to 100.")]
    public int MaxAttempts { get; set; } = 5;

    /// <summary>The wait before a step that failed is begun again; doubled each time, at most five minutes.</summary>
    /// <value>Default: 5.</value>
    [Range(0, 300, ErrorMessage = "Retraining:RetrySeconds must be 0 to 300.")]
    public int RetrySeconds { get; set; } = 5;

    /// <summary>How long a step may take before it is ended and begun again.</summary>
    /// <value>Default: 120.</value>
    [Range(1, 1440, ErrorMessage = "Retraining:StepMinutes must be 1 to 1440.")]
    public int StepMinutes { get; set; } = 120;

    /// <summary>How long nothing may be heard of a run that is under way before it is reported as stuck.</summary>
    /// <value>Default: 15.</value>
    [Range(1, 1440, ErrorMessage = "Retraining:StuckMinutes must be 1 to 1440.")]
    public int StuckMinutes { get; set; } = 15;

    /// <summary>The wait before the attempt after one.</summary>
    internal TimeSpan RetryDelay(int attempt) => TimeSpan.FromSeconds(Math.Min(300, RetrySeconds * Math.Pow(2, Math.Min(attempt - 1, 10))));

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!Enum.IsDefined(WhileRunning))
        {
            yield return new ValidationResult("Retraining:WhileRunning must be Join or Refuse.");
        }

        if (StuckMinutes * 60 <= LeaseSeconds)
        {
            yield return new ValidationResult($"Retraining:StuckMinutes must be longer than Retraining:LeaseSeconds, which is {LeaseSeconds}.");
        }
    }
}
