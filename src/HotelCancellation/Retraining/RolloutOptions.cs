using System.ComponentModel.DataAnnotations;

namespace HotelCancellation.Retraining;

/// <summary>How a challenger is let in. Section <c>Rollout</c>.</summary>
public sealed class RolloutOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Rollout";

    /// <summary>Whether somebody must agree to each rollout.</summary>
    /// <value>Default: false.</value>
    public bool RequireApproval { get; set; }

    /// <summary>How long somebody's word is waited for.</summary>
    /// <value>Default: 72.</value>
    [Range(0.001, 2160, ErrorMessage = "Rollout:ApprovalHours must be 0.001 to 2160.")]
    public double ApprovalHours { get; set; } = 72;

    /// <summary>Whether silence is consent. What the gate has refused never gets in by silence.</summary>
    /// <value>Default: false.</value>
    public bool ApprovedBySilence { get; set; }

    /// <summary>How long an override of the gate's refusal is waited for; 0 for not at all.</summary>
    /// <value>Default: 72.</value>
    [Range(0, 2160, ErrorMessage = "Rollout:OverrideHours must be 0 to 2160.")]
    public double OverrideHours { get; set; } = 72;

    /// <summary>How long errors and latency are watched after a promotion.</summary>
    /// <value>Default: 60.</value>
    [Range(0, 10080, ErrorMessage = "Rollout:WatchMinutes must be 0 to 10080.")]
    public double WatchMinutes { get; set; } = 60;

    /// <summary>How often.</summary>
    /// <value>Default: 5.</value>
    [Range(0.01, 1440, ErrorMessage = "Rollout:WatchEveryMinutes must be 0.01 to 1440.")]
    public double WatchEveryMinutes { get; set; } = 5;

    /// <summary>Predictions that errors and latency are judged by at least.</summary>
    /// <value>Default: 200.</value>
    [Range(1, 1_000_000, ErrorMessage = "Rollout:MinPredictions must be 1 to 1000000.")]
    public int MinPredictions { get; set; } = 200;

    /// <summary>The share of failed predictions from which on a promotion is taken back.</summary>
    /// <value>Default: 0.01.</value>
    [Range(0.0, 1.0, ErrorMessage = "Rollout:MaxErrorRate must be 0 to 1.")]
    public double MaxErrorRate { get; set; } = 0.01;

    /// <summary>The latency of 99 of 100 predictions from which on a promotion is taken back.</summary>
    /// <value>Default: 100.</value>
    [Range(0.001, 60_000, ErrorMessage = "Rollout:MaxP99Milliseconds must be 0.001 to 60000.")]
    public double MaxP99Milliseconds { get; set; } = 100;
}
