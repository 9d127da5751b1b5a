using System.ComponentModel.DataAnnotations;

namespace HotelCancellation.Serving;

/// <summary>How models are served. Section <c>Serving</c>.</summary>
public sealed class ServingOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Serving";

    /// <summary>How often a new champion is looked for.</summary>
    /// <value>Default: 5 seconds.</value>
    [Range(1, 3600, ErrorMessage = "Serving:RefreshSeconds must be 1 to 3600.")]
    public int RefreshSeconds { get; set; } = 5;

    /// <summary>How long to wait before a version that was refused is tried again while the alias still points to it.</summary>
    /// <value>Default: 300 seconds.</value>
    [Range(1, 86400, ErrorMessage = "Serving:RefusedRetrySeconds must be 1 to 86400.")]
    public int RefusedRetrySeconds { get; set; } = 300;
}
