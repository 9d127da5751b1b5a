using System.ComponentModel.DataAnnotations;

namespace HotelCancellation.Api.Limits;

/// <summary>How many requests a caller may make. Section <c>RateLimit</c>.</summary>
public sealed class RateLimitOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "RateLimit";

    /// <summary>Requests a second that a caller may make for ever.</summary>
    /// <value>Default: 2,000.</value>
    [Range(1, 1_000_000, ErrorMessage = "RateLimit:PermitsPerSecond must be 1 to 1000000.")]
    public int PermitsPerSecond { get; set; } = 2000;

    /// <summary>Requests that a caller may make at once after a pause.</summary>
    /// <value>Default: 4,000.</value>
    [Range(1, 10_000_000, ErrorMessage = "RateLimit:Burst must be 1 to 10000000.")]
    public int Burst { get; set; } = 4000;
}
