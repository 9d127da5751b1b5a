using System.ComponentModel.DataAnnotations;

namespace HotelCancellation.Features.Store;

/// <summary>How the online values of features are kept and read. Section <c>Features</c>.</summary>
public sealed class FeatureStoreOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Features";

    /// <summary>How long what was read is used without looking again.</summary>
    /// <value>Default: 15.</value>
    [Range(0, 3600, ErrorMessage = "Features:FreshSeconds must be 0 to 3600.")]
    public int FreshSeconds { get; set; } = 15;

    /// <summary>
    /// How old what was read may be when a prediction uses it. Between <see cref="FreshSeconds"/> and this it is used and read again
    /// meanwhile, so that a prediction does not wait. A host sees its own writes at once.
    /// </summary>
    /// <value>Default: 60.</value>
    [Range(0, 86_400, ErrorMessage = "Features:StaleSeconds must be 0 to 86400.")]
    public int StaleSeconds { get; set; } = 60;

    /// <summary>Memory for what was read. What was not used for long goes first.</summary>
    /// <value>Default: 128.</value>
    [Range(1, 65_536, ErrorMessage = "Features:CacheMegabytes must be 1 to 65536.")]
    public int CacheMegabytes { get; set; } = 128;

    /// <summary>How long a prediction waits for storage before it is made without the bookings around it, which its warnings say.</summary>
    /// <value>Default: 1,000.</value>
    [Range(1, 60_000, ErrorMessage = "Features:ReadTimeoutMilliseconds must be 1 to 60000.")]
    public int ReadTimeoutMilliseconds { get; set; } = 1_000;

    /// <summary>Requests to the table at the same time, when bookings are taken in.</summary>
    /// <value>Default: 8.</value>
    [Range(1, 64, ErrorMessage = "Features:Parallelism must be 1 to 64.")]
    public int Parallelism { get; set; } = 8;
}
