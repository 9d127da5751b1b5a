using System.ComponentModel.DataAnnotations;

namespace HotelCancellation.Monitoring.Alerts;

/// <summary>Where alerts are sent. Section <c>Alerts</c>.</summary>
public sealed class AlertOptions : IValidatableObject
{
    /// <summary>The section's name.</summary>
    public const string Section = "Alerts";

    /// <summary>Takes PagerDuty's Events API v2, such as <c>https://events.pagerduty.com/v2/enqueue</c>; empty for none: alerts are then only listed.</summary>
    /// <value>Default: empty.</value>
    public string WebhookUrl { get; set; } = "";

    /// <summary>The integration's key, which goes into the body. A secret.</summary>
    /// <value>Default: empty.</value>
    public string RoutingKey { get; set; } = "";

    /// <summary>Names this installation in alerts, and sets its alerts apart from those of others.</summary>
    /// <value>Default: hotelcancel.</value>
    [Required(ErrorMessage = "Alerts:Source must not be empty.")]
    [StringLength(100, ErrorMessage = "Alerts:Source must have at most 100 characters.")]
    public string Source { get; set; } = "hotelcancel";

    /// <summary>How long one attempt may take; all of them together may take six times as long.</summary>
    /// <value>Default: 10.</value>
    [Range(1, 60, ErrorMessage = "Alerts:TimeoutSeconds must be 1 to 60.")]
    public int TimeoutSeconds { get; set; } = 10;

    /// <summary>How often an alert is tried again within a run, where the answer is 408, 429, 500 and above, or none. What is not taken then is sent by the next run.</summary>
    /// <value>Default: 3.</value>
    [Range(1, 10, ErrorMessage = "Alerts:Retries must be 1 to 10.")]
    public int Retries { get; set; } = 3;

    /// <summary>The wait before the first of them, which doubles; an answer's Retry-After goes before.</summary>
    /// <value>Default: 2,000.</value>
    [Range(1, 60_000, ErrorMessage = "Alerts:RetryMilliseconds must be 1 to 60000.")]
    public int RetryMilliseconds { get; set; } = 2_000;

    /// <summary>The address; null for none.</summary>
    internal Uri? Webhook => WebhookUrl.Length == 0 ? null : new Uri(WebhookUrl);

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (WebhookUrl.Length > 0 && (!Uri.TryCreate(WebhookUrl, UriKind.Absolute, out var url) || (url.Scheme != Uri.UriSchemeHttps && url.Scheme != Uri.UriSchemeHttp)))
        {
            yield return new ValidationResult("Alerts:WebhookUrl must be an address that begins with https:// or http://.", [nameof(WebhookUrl)]);
        }
    }
}
