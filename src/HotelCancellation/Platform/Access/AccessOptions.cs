using System.ComponentModel.DataAnnotations;

namespace HotelCancellation.Platform.Access;

/// <summary>How keys are looked up. Section <c>Access</c>.</summary>
public sealed class AccessOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Access";

    /// <summary>How often the key set is read again: a revoked key is refused at the latest after this time.</summary>
    /// <value>Default: 10 seconds.</value>
    [Range(1, 3600, ErrorMessage = "Access:RefreshSeconds must be 1 to 3600.")]
    public int RefreshSeconds { get; set; } = 10;
}
