using System.ComponentModel.DataAnnotations;

namespace HotelCancellation.Api.Limits;

/// <summary>How much this process does at once before it turns requests away. Section <c>Overload</c>.</summary>
public sealed class OverloadOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Overload";

    /// <summary>Requests that are being answered at the same time, batches aside; one more is answered 503 at once.</summary>
    /// <value>Default: 512, which two processors answer in some 30 ms where nothing waits for storage.</value>
    [Range(1, 1_000_000, ErrorMessage = "Overload:MaxConcurrentRequests must be 1 to 1000000.")]
    public int MaxConcurrentRequests { get; set; } = 512;

    /// <summary>Batches of predictions and bodies of bookings that are being answered at the same time.</summary>
    /// <value>Default: 32.</value>
    [Range(1, 100_000, ErrorMessage = "Overload:MaxConcurrentBatches must be 1 to 100000.")]
    public int MaxConcurrentBatches { get; set; } = 32;

    /// <summary>How long requests may wait before they are taken up; where they go on waiting longer, a part of them is answered 503, no larger than it must be. 0 for as long as it takes.</summary>
    /// <value>Default: 8 ms, half of what RFC 8033 has for packets; once there is a crowd, three quarters of that are aimed at. The answer waits about as long again until it is sent.</value>
    [Range(0, 60_000, ErrorMessage = "Overload:MaxQueueMilliseconds must be 0 to 60000.")]
    public int MaxQueueMilliseconds { get; set; } = 8;

    /// <summary>
    /// How long the refusal of a request that waited too long is held back at least, and at most twice as long: callers who ask again at once, whatever they are told, would otherwise make refusals
    /// most of what is done, and such as were refused together would come again together. 0 for not at all.
    /// </summary>
    /// <value>Default: 350 ms.</value>
    [Range(0, 10_000, ErrorMessage = "Overload:HoldMilliseconds must be 0 to 10000.")]
    public int HoldMilliseconds { get; set; } = 350;

    /// <summary>After how long a caller that was turned away is told to come again; those who waited too long are told up to twice that, some more than others.</summary>
    /// <value>Default: 2.</value>
    [Range(1, 3600, ErrorMessage = "Overload:RetryAfterSeconds must be 1 to 3600.")]
    public int RetryAfterSeconds { get; set; } = 2;
}
