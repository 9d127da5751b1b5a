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
}
