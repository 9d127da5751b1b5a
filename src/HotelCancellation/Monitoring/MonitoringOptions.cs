using System.ComponentModel.DataAnnotations;
using HotelCancellation.Monitoring.Statistics;

namespace HotelCancellation.Monitoring;

/// <summary>When a difference is drift, and when it is trouble with the data. Section <c>Monitoring</c>.</summary>
public sealed class MonitoringOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Monitoring";

    /// <summary>The population stability index from which on a significant change of a column is drift.</summary>
    /// <value>Default: 0.2.</value>
    [Range(0.01, 10, ErrorMessage = "Monitoring:PsiThreshold must be 0.01 to 10.")]
    public double PsiThreshold { get; set; } = 0.2;

    /// <summary>The chance of any false finding among all columns in one judgement of which nothing has changed. One in a thousand, since judgements are made daily.</summary>
    /// <value>Default: 0.001.</value>
    [Range(1e-9, 0.5, ErrorMessage = "Monitoring:Alpha must be 1e-9 to 0.5.")]
    public double Alpha { get; set; } = 0.001;

    /// <summary>How asking many columns at once is corrected for: <c>Holm</c> or <c>BenjaminiHochberg</c>.</summary>
    /// <value>Default: Holm.</value>
    [EnumDataType(typeof(Correction), ErrorMessage = "Monitoring:Correction must be Holm or BenjaminiHochberg.")]
    public Correction Correction { get; set; } = Correction.Holm;

    /// <summary>The fewest rows of a sample that is judged.</summary>
    /// <value>Default: 50.</value>
    [Range(10, 1_000_000, ErrorMessage = "Monitoring:MinRows must be 10 to 1000000.")]
    public int MinRows { get; set; } = 50;

    /// <summary>The share of the model's importance that a column must have for its drift to count for the whole.</summary>
    /// <value>Default: 0.01.</value>
    [Range(0.0, 1.0, ErrorMessage = "Monitoring:MinImportance must be 0 to 1.")]
    public double MinImportance { get; set; } = 0.01;

    /// <summary>
    /// How many columns of different fields must have moved, significantly and by half of the threshold, to be drift together: a change that
    /// several columns tell of needs less size in each.
    /// </summary>
    /// <value>Default: 2.</value>
    [Range(1, 1000, ErrorMessage = "Monitoring:AgreeingColumns must be 1 to 1000.")]
    public int AgreeingColumns { get; set; } = 2;

    /// <summary>By how much, as a share of all rows, missing values must rise to be trouble.</summary>
    /// <value>Default: 0.05.</value>
    [Range(0.001, 1.0, ErrorMessage = "Monitoring:MissingRise must be 0.001 to 1.")]
    public double MissingRise { get; set; } = 0.05;

    /// <summary>By how much, as a share of all rows, categories that the reference has not must rise to be named.</summary>
    /// <value>Default: 0.02.</value>
    [Range(0.001, 1.0, ErrorMessage = "Monitoring:NewCategoryRise must be 0.001 to 1.")]
    public double NewCategoryRise { get; set; } = 0.02;

    /// <summary>The share of missing values in the reference from which on a missing value means something (no agent is a direct booking), and may drift like any other.</summary>
    /// <value>Default: 0.05.</value>
    [Range(0.0, 1.0, ErrorMessage = "Monitoring:MeaningfulMissing must be 0 to 1.")]
    public double MeaningfulMissing { get; set; } = 0.05;

    /// <summary>The F1 below which a model counts as worse, where its own baseline was not lower anyhow.</summary>
    /// <value>Default: 0.75.</value>
    [Range(0.0, 1.0, ErrorMessage = "Monitoring:F1Threshold must be 0 to 1.")]
    public double F1Threshold { get; set; } = 0.75;

    /// <summary>The 99th percentile of a prediction's latency, milliseconds, above which an alert is raised.</summary>
    /// <value>Default: 100.</value>
    [Range(1.0, 60_000, ErrorMessage = "Monitoring:LatencyMilliseconds must be 1 to 60000.")]
    public double LatencyMilliseconds { get; set; } = 100;

    /// <summary>The share of requests that end in an error of ours (status 500 and above), above which an alert is raised.</summary>
    /// <value>Default: 0.001.</value>
    [Range(0.0, 1.0, ErrorMessage = "Monitoring:ErrorRate must be 0 to 1.")]
    public double ErrorRate { get; set; } = 0.001;

    /// <summary>Days of the short window of bookings that is judged for drift: large changes show soon.</summary>
    /// <value>Default: 7.</value>
    [Range(1, 60, ErrorMessage = "Monitoring:ShortWindowDays must be 1 to 60.")]
    public int ShortWindowDays { get; set; } = 7;

    /// <summary>Days of the long window of bookings that is judged for drift: small changes, and small hotels, need more of them.</summary>
    /// <value>Default: 28.</value>
    [Range(7, 182, ErrorMessage = "Monitoring:LongWindowDays must be 7 to 182.")]
    public int LongWindowDays { get; set; } = 28;

    /// <summary>Days of bookings that are judged for broken feeds.</summary>
    /// <value>Default: 3.</value>
    [Range(1, 28, ErrorMessage = "Monitoring:HealthWindowDays must be 1 to 28.")]
    public int HealthWindowDays { get; set; } = 3;

    /// <summary>Cancellations over those expected from which on guests count as changed; as many times fewer count, too.</summary>
    /// <value>Default: 1.2.</value>
    [Range(1.01, 10, ErrorMessage = "Monitoring:ConceptRatio must be 1.01 to 10.")]
    public double ConceptRatio { get; set; } = 1.2;

    /// <summary>How far cancellations must be from what was expected, in standard deviations, for guests to count as changed: it is asked daily, and of many spans.</summary>
    /// <value>Default: 4.5.</value>
    [Range(2.0, 20, ErrorMessage = "Monitoring:ConceptDeviations must be 2 to 20.")]
    public double ConceptDeviations { get; set; } = 4.5;

    /// <summary>The longest span of days in which cancellations are looked at for a change of the guests.</summary>
    /// <value>Default: 56.</value>
    [Range(7, 365, ErrorMessage = "Monitoring:ConceptDays must be 7 to 365.")]
    public int ConceptDays { get; set; } = 56;

    /// <summary>Days after its arrival day that a cohort is left to mature: messages may be late.</summary>
    /// <value>Default: 7.</value>
    [Range(1, 90, ErrorMessage = "Monitoring:MatureDays must be 1 to 90.")]
    public int MatureDays { get; set; } = 7;

    /// <summary>The fewest bookings of a cohort whose performance is judged.</summary>
    /// <value>Default: 200.</value>
    [Range(50, 1_000_000, ErrorMessage = "Monitoring:MinOutcomes must be 50 to 1000000.")]
    public int MinOutcomes { get; set; } = 200;

    /// <summary>A training is asked for when the last one is so many days ago; 0 for never.</summary>
    /// <value>Default: 28.</value>
    [Range(0, 3650, ErrorMessage = "Monitoring:ScheduleDays must be 0 to 3650.")]
    public int ScheduleDays { get; set; } = 28;

    /// <summary>Days that must pass between two trainings that nobody asked for by hand.</summary>
    /// <value>Default: 7.</value>
    [Range(0, 365, ErrorMessage = "Monitoring:CoolDownDays must be 0 to 365.")]
    public int CoolDownDays { get; set; } = 7;

    /// <summary>Outcomes that must have matured since the last training for another that nobody asked for by hand.</summary>
    /// <value>Default: 200.</value>
    [Range(0, 100_000_000, ErrorMessage = "Monitoring:MinNewLabels must be 0 to 100000000.")]
    public int MinNewLabels { get; set; } = 200;

    /// <summary>The most trainings in any seven days, those by hand among them.</summary>
    /// <value>Default: 2.</value>
    [Range(1, 100, ErrorMessage = "Monitoring:WeeklyTrainings must be 1 to 100.")]
    public int WeeklyTrainings { get; set; } = 2;
}
