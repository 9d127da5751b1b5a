using System.ComponentModel.DataAnnotations;

namespace HotelCancellation.Api;

/// <summary>What the HTTP surface accepts and shows. Section <c>Api</c>.</summary>
public sealed class ApiOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Api";

    /// <summary>The largest body of one prediction.</summary>
    /// <value>Default: 65,536 bytes.</value>
    [Range(1024, 16 * 1024 * 1024, ErrorMessage = "Api:MaxPredictionBytes must be 1024 to 16777216.")]
    public int MaxPredictionBytes { get; set; } = 64 * 1024;

    /// <summary>The largest body of a batch. It is streamed: what the caller sends ahead of its reading goes to a temporary file.</summary>
    /// <value>Default: 67,108,864 bytes (64 MiB).</value>
    [Range(1024, 16L * 1024 * 1024 * 1024, ErrorMessage = "Api:MaxBatchBytes must be 1024 to 17179869184.")]
    public long MaxBatchBytes { get; set; } = 64L * 1024 * 1024;

    /// <summary>The most rows of a batch.</summary>
    /// <value>Default: 500,000.</value>
    [Range(1, 100_000_000, ErrorMessage = "Api:MaxBatchRows must be 1 to 100000000.")]
    public int MaxBatchRows { get; set; } = 500_000;

    /// <summary>The longest row of a batch.</summary>
    /// <value>Default: 65,536 bytes.</value>
    [Range(1024, 16 * 1024 * 1024, ErrorMessage = "Api:MaxRowBytes must be 1024 to 16777216.")]
    public int MaxRowBytes { get; set; } = 64 * 1024;

    /// <summary>Whether <c>/metrics</c> needs the role <c>operate</c>.</summary>
    /// <value>Default: false, since scrapers inside a cluster hold no key.</value>
    public bool ProtectMetrics { get; set; }

    /// <summary>Whether <c>/openapi/v1.json</c> needs the role <c>operate</c>.</summary>
    /// <value>Default: false.</value>
    public bool ProtectOpenApi { get; set; }

    /// <summary>Whether the console is served. It holds no data of its own; what it shows needs a key like any other call.</summary>
    /// <value>Default: true.</value>
    public bool Console { get; set; } = true;
}
